import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { Banner, Button } from '../shared/ui';
import type { CameraScanProps } from './camera-scan';

type State = 'asking' | 'on' | 'refused' | 'absent';

const lookEveryMs = 200;
/** Wide enough for a code that fills a third of the picture, small enough for an old phone. */
const pictureWidthPx = 640;

/**
 * The browser's camera until it sees a code; H5 only, WeChat has a scanner of its own. Pictures are read here and now: none is kept or sent.
 * Browsers give the camera only to https pages and to this machine itself.
 */
export const CameraScan = ({ onText, onClose }: CameraScanProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>('asking');
  const found = useRef(onText);
  found.current = onText;

  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const stop = () => {
      over = true;
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const look = async () => {
      const { default: jsQR } = await import('jsqr');
      const canvas = document.createElement('canvas');
      const brush = canvas.getContext('2d', { willReadFrequently: true });
      const again = () => {
        const seen = video.current;
        if (over || !seen || !brush) return;
        if (seen.videoWidth > 0) {
          canvas.width = Math.min(pictureWidthPx, seen.videoWidth);
          canvas.height = Math.round((seen.videoHeight * canvas.width) / seen.videoWidth);
          brush.drawImage(seen, 0, 0, canvas.width, canvas.height);
          const { data, width, height } = brush.getImageData(0, 0, canvas.width, canvas.height);
          const code = jsQR(data, width, height, { inversionAttempts: 'dontInvert' });
          if (code?.data) return found.current(code.data);
        }
        timer = setTimeout(again, lookEveryMs);
      };
      again();
    };
    const start = async () => {
      if (!navigator.mediaDevices) return setState('absent');
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      } catch (error) {
        return setState((error as Error).name === 'NotAllowedError' ? 'refused' : 'absent');
      }
      // Closed while the person was being asked.
      if (over || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      setState('on');
      await look();
    };
    void start().catch(() => setState('absent'));
    return stop;
  }, []);

  return (
    <>
      {state === 'refused' && (
        <Banner tone="warn" title="没有得到使用相机的允许" text="可以在浏览器的设置里打开，或把二维码下面的网址贴进来。" />
      )}
      {state === 'absent' && <Banner tone="warn" title="这里打不开相机" text="请把二维码下面的网址贴进来，或用微信扫报告上的二维码。" />}
      {(state === 'asking' || state === 'on') && (
        <View className="camera">
          <video ref={video} className="camera-picture" muted playsInline aria-label="相机画面，对准报告上的二维码" />
          <View className="camera-words">{state === 'on' ? '对准二维码。画面只在这里看，不保存也不上传。' : '正在打开相机…'}</View>
        </View>
      )}
      <Button kind="line" text={state === 'asking' || state === 'on' ? '不扫了' : '知道了'} onClick={onClose} />
    </>
  );
};
