/** The production build that is run; `WEAPP_DIST` names another one, as `npm run mutate:weapp` does for each of its faults. */
export const weappDist = (): string => process.env.WEAPP_DIST ?? '.build/weapp';
