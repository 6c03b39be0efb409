import type { InstalledModel } from '../../../models/modelStore.ts';
import type { Recognizer } from '../../recognizer.ts';
import { type MoonshineOptions } from './moonshineRecognizer.ts';
/** Moonshine Tiny as it is published: English, 28 MB. */
export declare const moonshineEngine: {
    /** Catalog id of its model. */
    model: string;
    /** @throws SpeechError as `createSession` */
    open(model: InstalledModel, options: Omit<MoonshineOptions, "paths">): Promise<Recognizer>;
};
