import * as connection from './connection.ts';
import * as daemon from './daemon.ts';
import * as devices from './devices.ts';
import * as dictation from './dictation.ts';
import * as history from './history.ts';
import type { NotificationDefinition, RequestDefinition } from './message.ts';
import * as models from './models.ts';
import * as playback from './playback.ts';
import * as preview from './preview.ts';
import * as recognition from './recognition.ts';
import * as stream from './stream.ts';
import * as synthesis from './synthesis.ts';
import * as voices from './voices.ts';

/** Every message of the protocol by feature, in the order in which a reader wants to know them. */
export const messagesByFeature = {
  Connection: [connection.connectionOpen, daemon.daemonStatus, daemon.daemonShutdown],
  Recognition: [recognition.recognizeFile, recognition.recognizeAudio, recognition.recognitionSegment],
  'Sound from the client': [stream.audioPush, stream.audioEnd],
  Dictation: [
    dictation.dictationStart,
    dictation.dictationStop,
    dictation.dictationVocabulary,
    dictation.dictationEvent,
    dictation.dictationLevel,
  ],
  'What was said': [
    history.historyList,
    history.historyTranscribe,
    history.historyPlay,
    history.historyDelete,
    history.historyChanged,
  ],
  Synthesis: [synthesis.synthesize, synthesis.synthesisAudio],
  Playback: [
    playback.playbackStart,
    playback.documentPlaybackStart,
    playback.playbackPause,
    playback.playbackResume,
    playback.playbackSeek,
    playback.playbackSpeed,
    playback.playbackStop,
    playback.playbackReplacedVoice,
    playback.playbackPosition,
  ],
  'Previews of scripts': [
    preview.previewPlan,
    preview.previewRender,
    preview.previewProgress,
    preview.previewCheck,
    preview.previewChecked,
    preview.castList,
    preview.castAssign,
  ],
  'Voices and devices': [
    voices.voicesList,
    voices.voiceAdd,
    voices.voiceProgress,
    voices.voiceShow,
    voices.voiceRemove,
    voices.voicesChanged,
    devices.devicesList,
  ],
  Models: [
    models.modelsList,
    models.modelPull,
    models.modelProgress,
    models.modelVerify,
    models.modelRemove,
    models.modelLoad,
    models.modelUnload,
    models.modelsChanged,
  ],
} as const satisfies Record<string, readonly (RequestDefinition | NotificationDefinition)[]>;
