import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** A machine without the browser skips what needs it and says so. */
export const canBrowse = existsSync(executablePath);

/** `film`: what the phone's camera sees. */
export const openBrowser = ({ film }: { film?: string } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      ...(film
        ? ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
        : []),
    ],
  });
