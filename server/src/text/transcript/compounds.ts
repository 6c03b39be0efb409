const compounds: ReadonlySet<string> = new Set(
  (
    'afternoon airplane anybody anyhow anymore anyone anyplace anything anytime anyway anywhere babysitter backpack backseat backup ' +
    'backyard barefoot baseball basketball bathroom bedroom birthday blackboard blueprint bookstore bookcase bookshelf ' +
    'breakdown campfire carefree cellphone checklist cheesecake cityscape classroom coastline countdown ' +
    'countryside crosswalk cupboard database daydream daylight daytime deadline desktop doorbell doorstep doorway ' +
    'downhill downtown driveway drugstore dropdown email eyebrow eyelid everybody everyday everyone everything everywhere ' +
    'farmhouse farmland filename firefighter firefly firelight fireplace firewood fireworks flashlight floorboard folktale ' +
    'football footpath footprint footstep footsteps friendship furthermore goodbye grandfather grandmother grasshopper ' +
    'greenhouse hairbrush hallway handmade handshake handwriting headache headlight headline headphones healthcare heartbeat ' +
    'highway hillside hilltop homemade homework honeybee horseback hourglass household housekeeper keyboard ' +
    'landmark landscape laptop lifetime lighthouse lightbulb longtime lunchtime mailbox mailman ' +
    'midnight moonlight mountainside nearby nevertheless newspaper nighttime noone notebook northeast northwest offline ' +
    'online onto overnight passport password pathway percent pinewood playground policeman popcorn postcard railroad railway ' +
    'rainbow raincoat rainfall raindrop raindrops riverbank roadside rooftop rowboat runaway sailboat sandbox sandcastle ' +
    'seafood seashell seashore seaside shoreline sidewalk skyline smartphone snowfall snowflake snowman snowstorm ' +
    'somebody someday somehow someone something sometime sometimes somewhat somewhere southeast southwest spaceship ' +
    'staircase starfish starlight storefront storytelling streetcar streetlight summertime sunflower sunlight sunrise ' +
    'sunset sunshine teacup teaspoon tablespoon textbook throughout thunderstorm timetable toothbrush toothpaste treetop ' +
    'upstairs downstairs waterfall waterfront weekday weekend wellbeing whenever wherever website websites cannot wildfire wildflower wildlife ' +
    'windmill windowsill wintertime wordplay workplace workshop worldwide yearlong'
  ).split(' '),
);

/** Whether a word is also written as two with the same sound, such as `everyday` and `every day`. */
export function isCompound(joined: string): boolean {
  return compounds.has(joined);
}
