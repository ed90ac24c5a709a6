/** Where the BFF is: empty on H5 (same origin), an https origin on weapp. Set by the build. */
declare const API_ORIGIN: string;

declare module '*.scss';
declare module '*.png' {
  const path: string;
  export default path;
}
