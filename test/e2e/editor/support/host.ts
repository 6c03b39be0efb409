import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { DictationEvent } from '../../../../protocol/dictation.ts';

/** What suites in the extension host do, each in a line. */

export interface AloudApi {
  readonly onDidHear: vscode.Event<DictationEvent>;
  readonly onDidHearWord: vscode.Event<{ readonly uri: vscode.Uri; readonly word: vscode.Range }>;
}

function extension(): vscode.Extension<AloudApi> {
  const found = vscode.extensions.getExtension<AloudApi>('aloud.aloud');
  if (found === undefined) throw new Error('The extension is not there.');
  return found;
}

export async function activateExtension(): Promise<AloudApi> {
  return extension().activate();
}

export async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (!isTrue()) {
    if (Date.now() > deadlineMs) throw new Error(`Waited too long for ${what}.`);
    await delay(50);
  }
}

/** How many programs record from the sound server. */
export function recorderCount(): number {
  return execFileSync('pactl', ['list', 'short', 'source-outputs'], { encoding: 'utf8' }).split('\n').length;
}

/** Plays a sound file into the microphone; returns at its end. */
export function playIntoMicrophone(file: string): Promise<void> {
  return new Promise((resolve) => {
    spawn('paplay', ['--device=micfeed', file]).once('close', () => {
      resolve();
    });
  });
}

/** Starts dictating, and waits until the microphone is heard. */
export async function startDictating(): Promise<{ readonly ended: Thenable<unknown> }> {
  const recorders = recorderCount();
  const ended = vscode.commands.executeCommand('aloud.dictation.toggle');
  await until('the microphone to be heard', () => recorderCount() > recorders);
  return { ended };
}

/** Ends the daemon as a crash would. */
export function killDaemon(): void {
  process.kill(daemonPid(), 'SIGKILL');
}

export function daemonPid(): number {
  const program = path.join(extension().extensionPath, 'dist/cli.js');
  const status = execFileSync(process.execPath, [program, 'daemon', 'status', '--json'], {
    encoding: 'utf8',
  });
  const { pid } = JSON.parse(status) as { readonly pid: number | null };
  if (pid === null) throw new Error('No daemon runs.');
  return pid;
}

/** Has something done in the window by who sees it. @returns what that gave */
export async function askPage(act: string): Promise<unknown> {
  const request = path.join(outFolder, 'request.txt');
  const answer = path.join(outFolder, 'answer.json');
  writeFileSync(`${request}.partial`, act);
  renameSync(`${request}.partial`, request);
  await until(`the page to ${act}`, () => existsSync(answer));
  const { value, error } = JSON.parse(readFileSync(answer, 'utf8')) as {
    readonly value?: unknown;
    readonly error?: string;
  };
  rmSync(answer);
  if (error !== undefined) throw new Error(`${act}: ${error}`);
  return value;
}

/** Suites tell the test what they saw with this file, in the folder of the run. */
export const outFolder = process.env['ALOUD_TEST_OUT'] ?? '';
