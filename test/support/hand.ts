import { filePages } from './pages/file-pages';
import { peoplePages } from './pages/people-pages';
import { registrationPages } from './pages/registration-pages';
import { reportPages } from './pages/report-pages';
import type { Screen } from './screen/screen';

/** How a phone is taken from the box. */
export interface PhoneWish {
  /** As the person chose it on the display page. */
  readonly size?: 'large' | 'larger' | 'largest';
  /** Key of the person of the city whose WeChat is on the phone; a browser has none. */
  readonly owner?: string;
}

/** One phone in somebody's hand, with the app on it. */
export interface PhoneInHand {
  readonly screen: Screen;
  setOnline(online: boolean): Promise<void>;
  /** The next request that fits reaches the BFF, and its reply is lost on the way back. */
  loseReplyOf(path: RegExp): Promise<void>;
  /** Requests that fit do not leave the phone, as without a network, until `null` lets them. */
  cut(path: RegExp | null): Promise<void>;
  /** What the person picks the next time the app asks for photos or files. */
  willChoose(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void>;
  /** What the app asked of the BFF, oldest first. */
  requests(): readonly { readonly method: string; readonly path: string }[];
  /** Keys and values of all that is kept on the phone. */
  stored(): Promise<readonly (readonly [string, string])[]>;
  /** What a page threw or said in its console as an error; a journey ends with nothing. */
  faults(): readonly string[];
  close(): Promise<void>;
}

/** A phone and the pages of the app on it. */
export interface Hand extends PhoneInHand {
  readonly people: ReturnType<typeof peoplePages>;
  readonly file: ReturnType<typeof filePages>;
  readonly reports: ReturnType<typeof reportPages>;
  readonly registrations: ReturnType<typeof registrationPages>;
}

export const handOf = (phone: PhoneInHand): Hand => ({
  ...phone,
  people: peoplePages(phone.screen),
  file: filePages(phone.screen),
  reports: reportPages(phone.screen),
  registrations: registrationPages(phone),
});
