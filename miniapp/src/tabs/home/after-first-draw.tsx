import Taro from '@tarojs/taro';
import { type ReactNode, useEffect, useState } from 'react';

/** What stands below the first screenful comes one step later: on a slow phone the file itself is there sooner. */
export const AfterFirstDraw = ({ children }: { children: ReactNode }) => {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    let here = true;
    Taro.nextTick(() => here && setDrawn(true));
    return () => {
      here = false;
    };
  }, []);
  return drawn ? children : null;
};
