// The system packages of the end-to-end tests, installed where that needs no question: as root on Debian.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A package and a file that shows it is there. */
const packages = [
  {
    name: 'chromium',
    file: '/usr/lib/chromium/libvk_swiftshader.so',
    why: 'SwiftShader, a Vulkan device without a card',
  },
  { name: 'pulseaudio', file: '/usr/bin/pulseaudio', why: 'virtual sound devices' },
  { name: 'pulseaudio-utils', file: '/usr/bin/parec', why: 'what plays into and records from them' },
  {
    name: 'libasound2-plugins',
    file: '/usr/lib/x86_64-linux-gnu/alsa-lib/libasound_module_pcm_pulse.so',
    why: 'the way from ALSA to them',
  },
  { name: 'alsa-utils', file: '/usr/bin/aplay', why: "ALSA's configuration" },
  { name: 'sox', file: '/usr/bin/sox', why: 'sounds in any form' },
  { name: 'neovim', file: '/usr/bin/nvim', why: 'an editor that speaks to the language server' },
  { name: 'ripgrep', file: '/usr/bin/rg', why: 'the search of the editor under test' },
  { name: 'libvulkan1', file: '/usr/lib/x86_64-linux-gnu/libvulkan.so.1', why: 'the Vulkan loader' },
];

/** Installs what is missing, or says what is missing and which tests will be skipped for it. Never fails. */
export function installSystemPackages() {
  const missing = packages.filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.log(
      `The tests with WebGPU, virtual sound devices or an editor will be skipped where they need ${missing.map(({ name, why }) => `${name} (${why})`).join(', ')}.`,
    );
    return;
  }
  console.log(`Installing system packages for the end-to-end tests: ${names.join(', ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], { env });
  if (install().status === 0) return;
  spawnSync('apt-get', ['update', '-q'], { env });
  const { status, stderr } = install();
  if (status !== 0)
    console.log(`They could not be installed; their tests will be skipped.\n${String(stderr)}`);
}
