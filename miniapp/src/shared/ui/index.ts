export { Button, Choice, Field, FieldFault, fieldError, SubmitBar, TextField } from './form';
export { Icon, type IconName, type Tone } from './icon';
export { Page } from './page';
export { Banner, Chip, Empty, Facts, Item, Label, Link, PageEdges, Sheet, Skeleton, Source, Steps, sourceWords, Thread } from './paper';
export { ProblemBanner } from './problem-banner';
export { Seal, type SealKind } from './seal';
