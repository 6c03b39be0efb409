import { describe, expect, test } from 'vitest';
import { run } from './support.ts';

const someText: unknown = expect.any(String);

describe('usage', () => {
  test.each([
    [['--version'], 0, /^1\.2\.3\n$/],
    [['--help'], 0, /speak .*transcribe .*dictate .*voices.*models.*daemon.*doctor.*bench/s],
    [['speak', '--help'], 0, /--voice <id>/],
  ])('%j ends with %i', async (args, exitCode, stdout) => {
    const result = await run(args);
    expect(result).toMatchObject({ exitCode, stderr: '' });
    expect(result.stdout).toMatch(stdout);
  });

  test.each([
    [[], /No command was given/],
    [['speek'], /unknown command 'speek'.*speak/s],
    [['speak'], /No text was given/],
    [['speak', 'hello', '--file', 'a.txt'], /Both a text and --file/],
    [['speak', 'hello', '--rate', '9'], /--rate.*from 0\.5 to 2/],
    [['speak', 'hello', '--pitch', 'high'], /--pitch.*from 0\.5 to 2/],
    [['speak', 'hello', '--range', '4'], /--range.*from 0 to 3/],
    [['speak', 'hello', '--energy', '20'], /--energy.*from -24 to 12/],
    [['speak', 'hello', '--language', 'not a tag'], /--language.*language tag/],
    [['transcribe', 'a.wav', '--language', 'english'], /--language.*'english'.*which is en for/],
    [['transcribe', 'a.wav', '--allowed-languages', 'zh,Portuguese'], /--allowed-languages.*which is pt for/],
    [['transcribe', 'a.wav', '--language', 'cantonese'], /--language.*which is yue for/],
    [['speak', 'hello', '--language', 'Romanian'], /--language.*which is ro for/],
    [['speak', 'hello', '--provider', 'npu'], /--provider.*cpu, webgpu/],
    [['speak', 'hello', '--sped', '2'], /unknown option '--sped'/],
    [['speak', 'hello', '--voice', 'af_haert', '--out', 'a.wav'], /af_haert.*af_heart/s],
    [['transcribe'], /missing required argument 'file'/],
    [['transcribe', 'a.wav', '--engine', 'moonshin'], /moonshin.*moonshine/s],
    [['transcribe', 'a.wav', 'b.wav', '--format', 'srt'], /takes one file/],
    [['models', 'pull', 'moonshine-tini'], /moonshine-tini.*moonshine-tiny/s],
    [['speek'], /unknown command 'speek'\n {2}Did you mean speak\? See `aloud --help`\.\n$/],
    [['speak', 'hello', '--voice'], /--voice <id>.*See `aloud speak --help`/s],
    [['models', 'pull', '--form', 'x'], /--form'\n {2}Did you mean --from\? See `aloud models pull --help`/],
    [['daemon'], /No command was given\.\n {2}See `aloud daemon --help`/],
    [['voices', 'bogus'], /There is no command `aloud voices bogus`\.\n {2}See `aloud voices --help`/],
    [['doctor', 'bogus'], /too many arguments for 'doctor'.*See `aloud doctor --help`/s],
    [['help', 'bogus'], /There is no command `aloud bogus`\.\n {2}See `aloud --help`/],
    [
      ['daemon', 'help', 'bogus'],
      /There is no command `aloud daemon bogus`\.\n {2}See `aloud daemon --help`/,
    ],
    [['speak', 'hello', '--ear', 'moonshine', '--out', 'a.wav'], /--ear is for --takes\./],
    [['bench', '--no-vad'], /--no-vad is for --manifest\./],
    [['bench', '--tell-language'], /--tell-language is for --manifest\./],
    [
      ['transcribe', 'a.wav', '--language', 'en', '--allowed-languages', 'zh,ja'],
      /--language en is not among --allowed-languages zh,ja\.\n {2}Leave out one/,
    ],
    [
      ['transcribe', 'a.wav', '--language', 'zh-HK', '--allowed-languages', 'en,ja'],
      /--language zh-HK is not among/,
    ],
    [['transcribe', '-'], /Standard input is not read here.*\.\/-/s],
    [['check', 'a.aloud', '-'], /Standard input is not read here/],
    [['format', '-'], /Standard input is not read here/],
    [['models', 'pull', 'moonshine-tiny', '--from', 'bogus'], /--from names no folder: bogus\./],
    [['speak', 'hello', '--out', ''], /The file to write has no name/],
    [['speak', 'hello', '--out', 'b/a.MP3'], /a\.MP3 is named as another kind.*ffmpeg -i a\.wav a\.MP3/s],
  ])('%j is wrong', async (args, stderr) => {
    const result = await run(args);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(stderr);
    expect(result.stderr).not.toMatch(/^ {4}at /m);
  });

  test('a usage failure with --json is one object on stdout and nothing on stderr', async () => {
    const result = await run(['speak', 'hello', '--rate', '9', '--json']);
    expect(result).toMatchObject({ exitCode: 2, stderr: '' });
    expect(result.records).toEqual([
      { ok: false, error: { code: 'usage', message: someText, hint: someText } },
    ]);
  });

  test('an option is never called a command', async () => {
    const { exitCode, records } = await run(['voices', '--json', 'bogus']);
    expect(exitCode).toBe(2);
    const message = "too many arguments for 'list'. Expected 0 arguments but got 1.";
    expect(records).toMatchObject([{ error: { message, hint: 'See `aloud voices --help`.' } }]);
  });

  test.each([
    ['zh-HK', 'zh'],
    ['zh', 'en,yue'],
    ['de-AT', 'de'],
  ])('--language %s is among --allowed-languages %s', async (language, allowed) => {
    const { stderr } = await run([
      'transcribe',
      'none.wav',
      '--language',
      language,
      '--allowed-languages',
      allowed,
    ]);
    expect(stderr).toMatch(/none\.wav/);
    expect(stderr).not.toMatch(/is not among/);
  });
});
