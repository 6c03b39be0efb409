const { rule } = require('./rule.cjs');

/** The files of a folder; several as `(one|other)`. */
const server = (folder) => `^server/src/${folder}/`;
/** Small tools for all the other folders. */
const tools = server('(cancellation|system)');

/** Who may import whom below server/src. */
module.exports = [
  rule(
    'audio-is-pure',
    'Kernels: same input, same output, no Node.',
    { path: server('audio') },
    { pathNot: server('audio') },
  ),
  rule(
    'onnx-is-pure',
    'Graph surgery is bytes in, bytes out.',
    { path: server('onnx') },
    { pathNot: `${server('onnx')}|^node_modules/(protobufjs|long)/` },
  ),
  rule(
    'text-is-pure',
    'Text rules run anywhere, also in a worker or a browser.',
    { path: server('text') },
    { pathNot: `${server('text')}|^protocol/|^node_modules/any-ascii/` },
  ),
  rule(
    'script-is-pure',
    'The language is known without a machine: the same in an editor, on a command line, in a test.',
    { path: server('script') },
    {
      pathNot: `${server('(script|text)')}|^protocol/|^node_modules/(yaml|vscode-languageserver-(types|textdocument)|@rgrove/parse-xml|mdast|@types/mdast|micromark|unist)`,
    },
  ),
  rule(
    'ort-only-in-inference',
    'One importer keeps onnxruntime replaceable, its tensors disposed, and its reports to its maker off.',
    { pathNot: '^server/src/inference/onnxRuntime[.]ts$' },
    { path: '(^|/)onnxruntime-(node|common)(/|$)' },
  ),
  rule(
    'tools-know-nothing-of-ours',
    'Every folder may import them, so they must not lead to any.',
    { path: server('(cancellation|streams|system)') },
    { path: '^(protocol|server|client)/', pathNot: server('$1') },
  ),
  rule(
    'roots-are-above-the-folders',
    'What is composed does not know who composes it; only the command line is given its services.',
    { path: '^server/src/[^/]+/', pathNot: server('cli') },
    { path: '^server/src/[^/]+\\.ts$' },
  ),
  rule(
    'command-line-knows-its-services',
    'Its parts come from its own composition root, not from that of another process.',
    { path: server('cli') },
    { path: '^server/src/[^/]+\\.ts$', pathNot: '^server/src/services\\.ts$' },
  ),
  rule(
    'library-and-access-are-above-the-engines',
    'What speaks, hears and plays is chosen and reached from above.',
    {
      path: '^server/src/[^/]+/',
      pathNot: server('(access|cli|daemon/http|handlers|modelLibrary)'),
    },
    { path: server('(access|modelLibrary)') },
  ),
  rule(
    'library-runs-nothing',
    'Which models and voices there are is read and chosen; whoever asked loads them.',
    { path: server('modelLibrary') },
    {
      path: server(
        '(access|audio|audioFiles|cli|daemon|devices|handlers|history|inference|languageServer|playback|scheduling|scripts|soundCache|soundProcess|worker)',
      ),
    },
  ),
  rule(
    'access-names-no-model',
    'Speech is asked for by the names it is given, of whatever process has the engines.',
    { path: server('access') },
    {
      path: server(
        '(cli|daemon/http|handlers|inference|languageServer|modelLibrary|models|scripts|voices|worker)',
      ),
    },
  ),
  rule(
    'files-are-low',
    'How files are locked, written and refused is the same for all who keep some.',
    { path: server('files') },
    { path: '^(server|client)/', pathNot: [server('files'), tools] },
  ),
  rule(
    'inference-is-low',
    'Sessions know nothing of models or engines.',
    { path: server('inference') },
    { path: server('(recognition|synthesis|models|audioFiles|devices|book|cli|handlers|daemon)') },
  ),
  rule(
    'audio-files-are-low',
    'Decoding knows nothing of engines.',
    { path: server('audioFiles') },
    { path: server('(recognition|synthesis|models|inference|devices|book|cli|handlers|daemon)') },
  ),
  rule(
    'devices-are-low',
    'Microphone and speaker know nothing of engines.',
    { path: server('devices') },
    {
      path: server('(recognition|synthesis|models|inference|audioFiles|playback|book|cli|handlers|daemon)'),
    },
  ),
  rule(
    'sound-library-only-in-devices',
    'One importer keeps the sound library replaceable and its faults in one place.',
    { pathNot: server('devices/native') },
    { path: '(^|/)decibri(/|$)' },
  ),
  rule(
    'native-sound-only-in-its-process',
    "The sound library may abort its process, which must be nobody else's.",
    { path: '^(server|client)/', pathNot: `${server('devices/native')}|^server/src/soundMain\\.ts$` },
    { path: server('devices/native') },
  ),
  rule(
    'playback-knows-no-engine',
    'What is played comes as chunks, from any engine or none.',
    { path: server('playback') },
    { path: server('(recognition|synthesis|models|inference|audioFiles|worker|book|cli|handlers|daemon)') },
  ),
  rule(
    'book-knows-no-engine',
    'A book is made of plans and of who speaks them, whatever voices, and wherever they are.',
    { path: server('book') },
    {
      path: '^server/src/',
      pathNot: [
        server('(book|audio|audioFiles|files|text|script|scripts|recognition/transcript|synthesis/plan)'),
        tools,
      ],
    },
  ),
  rule(
    'sound-cache-knows-no-engine',
    'What was spoken is kept as it was, whoever spoke it.',
    { path: server('soundCache') },
    { path: '^server/src/', pathNot: [server('(soundCache|audio|files)'), tools] },
  ),
  rule(
    'history-knows-no-engine',
    'What was said is kept as it was heard, whoever heard it.',
    { path: server('history') },
    {
      path: '^server/src/',
      pathNot: [server('(history|audio|files)'), tools],
    },
  ),
  rule(
    'voices-know-no-engine',
    'What a voice is made of is read and kept without the models that speak or hear.',
    { path: server('voices') },
    {
      path: '^server/src/',
      pathNot: [server('(voices|text|files)'), tools],
    },
  ),
  rule(
    'sound-process-knows-no-engine',
    'It has the devices and nothing else; what it plays comes to it, what it records goes away.',
    { path: server('soundProcess') },
    {
      path: server(
        '(recognition|synthesis|playback|models|inference|audioFiles|worker|book|cli|handlers|daemon)',
      ),
    },
  ),
  rule(
    'models-are-low',
    'The store is used without an inference library; the check of a prepared graph is passed in.',
    { path: server('models') },
    { path: server('(recognition|synthesis|inference|audio|audioFiles|devices|book|cli|handlers|daemon)') },
  ),
  rule(
    'recognition-not-synthesis',
    'The two halves meet only in the services.',
    { path: server('recognition') },
    { path: server('(synthesis|book|cli|handlers|daemon)') },
  ),
  rule(
    'dictation-takes-any-engine',
    'Live recognition is decided on what a recognizer and a detector answer, wherever they run.',
    { path: server('recognition/dictation') },
    { path: server('(worker|inference|models|audioFiles|devices|onnx|recognition/engines)') },
  ),
  rule(
    'recognition-not-dictation',
    'Dictation is built on what cuts and transcribes recordings, which does without it.',
    { path: server('recognition'), pathNot: server('recognition/dictation') },
    { path: server('recognition/dictation') },
  ),
  rule(
    'synthesis-not-recognition',
    'The two halves meet only in the services.',
    { path: server('synthesis') },
    { path: server('(recognition|book|cli|handlers|daemon)') },
  ),
  rule(
    'engines-do-not-see-each-other',
    'An engine is deleted by deleting its folder.',
    { path: '^server/src/(recognition|synthesis)/engines/([^/]+)/' },
    { path: '^server/src/(recognition|synthesis)/engines/', pathNot: '^server/src/$1/engines/$2/' },
  ),
  rule(
    'engines-are-reached-by-registry',
    'Only what opens engines and what tells which there are name one.',
    {
      path: '^server/src/',
      pathNot: '^server/src/((localEngines|modelLibrary/knownEngines)\\.ts|(recognition|synthesis)/engines/)',
    },
    { path: '^server/src/(recognition|synthesis)/engines/' },
  ),
  rule(
    'daemon-knows-no-speech',
    'Connections are made and guarded without an engine; handlers are attached to them from outside.',
    { path: server('daemon'), pathNot: server('daemon/http') },
    {
      path: '^server/src/',
      pathNot: [server('(daemon|files)'), tools],
    },
  ),
  rule(
    'scheduling-wraps-interfaces',
    'What runs next is decided without knowing where or in which engine it runs.',
    { path: server('scheduling') },
    {
      path: '^server/src/',
      pathNot: [
        tools,
        '^server/src/(scheduling/|recognition/(recognizer|vad/voiceActivityDetector)\\.ts|synthesis/synthesizer\\.ts)',
      ],
    },
  ),
  rule(
    'worker-is-a-border',
    'The border knows the interfaces on both sides of it, never who shares or schedules what is behind it.',
    { path: server('worker') },
    { path: server('(enginePool|scheduling|models|audioFiles|devices|book|cli|handlers|daemon)') },
  ),
  rule(
    'engine-pool-is-below-the-daemon',
    'Who may use an engine does not depend on who asks over which wire.',
    { path: server('enginePool') },
    { path: server('(models|inference|audioFiles|devices|book|cli|handlers|daemon)') },
  ),
  rule(
    'language-server-only-reads',
    'A script may come from anybody: it is looked at, and nothing is run, written or spoken for it.',
    { path: server('languageServer') },
    {
      path: `^(node:)?child_process$|${server('(recognition|synthesis|models|inference|audioFiles|devices|worker|enginePool|scheduling|handlers|cli)')}`,
    },
  ),
  rule(
    'http-is-an-adapter',
    'HTTP is another door to the same services: it knows neither the socket nor an engine, and can be deleted.',
    { path: server('daemon/http') },
    {
      path: `${server('(cli|devices|inference|models|onnx|worker)')}|^server/src/daemon/(?!http/|log\\.ts$)`,
    },
  ),
];
