import { expect, test } from 'vitest';
import { formatReport } from '../../../client/src/doctor/formatReport.ts';

const parts = {
  versions: { Aloud: '0.1.0' },
  doctor: [
    { name: 'models', ok: true, detail: 'in /home/ann/.cache/aloud' },
    { name: 'microphone', ok: false, detail: 'there is none' },
  ],
  status: 'The speech service cannot be reached.',
  logText: Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join(''),
  homeFolder: '/home/ann',
};

test('a report has versions, findings, the state of the service and the end of its log', () => {
  const report = formatReport(parts);
  expect(report).toContain('- Aloud: 0.1.0');
  expect(report).toContain('- ✗ microphone: there is none');
  expect(report).toContain('```json\nThe speech service cannot be reached.\n```');
  expect(report).toContain('```text\nline 40\n');
  expect(report).toContain('line 99\n```');
});

test('the folder of the user is not named', () => {
  expect(formatReport(parts)).toContain('- ✓ models: in ~/.cache/aloud');
  expect(formatReport(parts)).not.toContain('/home');
});

test('what did not answer says why', () => {
  expect(formatReport({ ...parts, doctor: 'It was cancelled.' })).toContain(
    '## What works on this machine\n\nIt was cancelled.\n',
  );
});
