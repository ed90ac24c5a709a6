import { useLaunch } from '@tarojs/taro';
import type { ReactNode } from 'react';
import { loadCity } from './shared/city';
import { takeBackLent } from './shared/platform-lent';
import { watchPrivacy } from './shared/privacy';
import { startSession } from './shared/session';
import './app.scss';

/** Starts what every page shows: the city's words and colour, and whoever was signed in on this phone. */
export default function App({ children }: { children?: ReactNode }) {
  useLaunch(() => {
    watchPrivacy();
    takeBackLent();
    void loadCity();
    void startSession();
  });
  return children;
}
