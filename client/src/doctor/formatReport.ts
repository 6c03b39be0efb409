import type { DaemonStatus } from '../../../protocol/daemon.ts';
import type { DoctorReport } from './examineMachine.ts';

export interface ReportParts {
  readonly versions: Readonly<Record<string, string>>;
  /** Or why there is none. */
  readonly doctor: DoctorReport['checks'] | string;
  /** Or why there is none. */
  readonly status: DaemonStatus | string;
  /** Of the daemon, which logs neither text nor sound. */
  readonly logText: string;
  /** Written as `~`: it names the user. */
  readonly homeFolder: string;
}

const logLineCount = 60;

/** A report of a problem, in Markdown and English: for those who maintain Aloud. */
export function formatReport({ versions, doctor, status, logText, homeFolder }: ReportParts): string {
  const lines = logText.trimEnd().split('\n').slice(-logLineCount);
  const report = `# Aloud: report of a problem

What did you do, what did you expect, and what happened instead?

## Versions

${Object.entries(versions)
  .map(([name, version]) => `- ${name}: ${version}`)
  .join('\n')}

## What works on this machine

${typeof doctor === 'string' ? doctor : doctor.map(({ name, ok, detail }) => `- ${ok ? '✓' : '✗'} ${name}: ${detail}`).join('\n')}

## The speech service

${fenced('json', typeof status === 'string' ? status : JSON.stringify(status, null, 2))}

## The last lines of its log

They hold no text and no sound.

${fenced('text', lines.join('\n'))}
`;
  return homeFolder === '' ? report : report.replaceAll(homeFolder, '~');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replaceAll('```', "'''")}\n\`\`\``;
}
