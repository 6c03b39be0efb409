import { existsSync } from 'node:fs';

/** Variables of the environment that choose the Vulkan driver, by name. */
export type VulkanEnvironment = Readonly<Record<'VK_DRIVER_FILES' | 'VK_ICD_FILENAMES', string>>;

/** Where Chromium's packages put the description of SwiftShader, a Vulkan device that computes on the CPU. */
const driverFiles = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

const loaders = [
  '/usr/lib/x86_64-linux-gnu/libvulkan.so.1',
  '/usr/lib/aarch64-linux-gnu/libvulkan.so.1',
  '/usr/lib64/libvulkan.so.1',
];

/** An environment in which WebGPU runs without a graphics card; null where Chromium or the loader is missing. */
export function findSwiftShader(): VulkanEnvironment | null {
  const driver = driverFiles.find((file) => existsSync(file));
  if (driver === undefined || !loaders.some((file) => existsSync(file))) return null;
  return { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
}

/** What a test that was skipped would have needed. */
export const swiftShaderHint = 'needs SwiftShader: apt-get install chromium libvulkan1';

/** An environment in which no Vulkan device is found, whatever the machine has. */
export const noVulkan: VulkanEnvironment = {
  VK_DRIVER_FILES: '/nowhere.json',
  VK_ICD_FILENAMES: '/nowhere.json',
};
