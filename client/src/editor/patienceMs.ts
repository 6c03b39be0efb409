/** How long a voice loads before that is told: who hears something by then needs no words for it. */
export const patienceMs = 2000;
