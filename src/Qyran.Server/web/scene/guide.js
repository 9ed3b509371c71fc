// What to do next, said on the page: a person who never drew a scene follows it from the first point to the save.
import { steps } from '../dom.js';
import { t } from '../words.js';
import { list } from './shapes.js';

/** What is done, and the tool that comes next; `tried`: the scene was tried as it is drawn. */
export function stage(scene, answer, tried, saved) {
  const lanes = list(scene, 'lanes'), done = [!!answer?.solved, lanes.length > 0 && lanes.every(l => l.direction) && list(scene, 'lines').length > 0, tried, saved];
  return { done, now: done.indexOf(false), tool: !done[0] ? 'points' : !lanes.length ? 'lanes' : lanes.every(l => l.direction) && !done[1] ? 'lines' : null };
}

/** The list of steps, the present one with its words. */
export function guide(scene, { done, now }) {
  const points = list(scene, 'points').length, lanes = list(scene, 'lanes');
  const words = [
    points === 0 ? t('Choose “Survey point” and click a mark on the road, for example the near end of a lane’s dash. This first one is 0 m, 0 m. Or let the traffic propose a first scene, below the picture.')
      : points < 4 ? t('Click the next mark and type how far it lies from the first: metres to the right, then metres along the road. {n} of at least 4.', { n: points })
        : t('Points that are far apart help most: both sides of the road, and 25 m or more along it. What does not fit is said under the picture.'),
    !lanes.length ? t('Choose “Lane”, click the corners of one lane on the road, then press Enter.')
      : lanes.some(l => !l.direction) ? t('Choose each lane and press “Add the direction”.') : t('Choose “Line” and click from one side of the lanes to the other, then press Enter: vehicles are counted there.'),
    t('Press “Try it” under the picture: the last recorded minutes are measured with this scene, and nothing is kept of it.'),
    t('Press “Save as a new version”: the camera measures by it at once.')];
  const names = [t('Points'), t('Lanes'), t('Try'), t('Save')];
  return steps(names, done, now, words[now]);
}
