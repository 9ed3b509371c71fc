// What a verdict rests on, in words: the names that the rules give their facts (src/Qyran.Rules).
import { t } from './words.js';

const words = {
  line: t('Line'), lane: t('Lane'), zone: t('Zone'), signal: t('Signal'), signal_source: t('The signal is known from'), section: t('Section'), class: t('Vehicle'), calibration: t('Calibration'), survey: t('Survey'), hour: t('Hour'),
  limit_kmh: t('Limit'), limit_basis: t('Limit by'), limit_approved_by: t('Limit approved by'), value_kmh: t('Measured'), error_kmh: t('Error'), margin_kmh: t('Taken off'), decided_kmh: t('Decided on'), tolerance_kmh: t('Tolerance'), settings_basis: t('Settings by'), settings_approved_by: t('Settings approved by'), allowed_kmh: t('Allowed'), over_kmh: t('Over the limit by'),
  crossed_at_us: t('Crossed at'), crossing_error_us: t('Error of the crossing'), red_since_us: t('Red since'), red_shown_us: t('Red for'), switch_error_us: t('Error of the change'), grace_us: t('Grace'), went_on_at_us: t('Went on at'), went_on_by: t('Went on by'),
  front_not_before_us: t('Front not before'), stopped_at_us: t('Stopped at'), stood_us: t('Stood for'), stood_from_us: t('Stood from'), stood_until_us: t('Stood until'), dwell_us: t('Stood for'), allowed_us: t('Allowed'), excused_us: t('Excused'),
  from_us: t('From'), in_lane_from_us: t('In the lane from'), in_lane_until_us: t('In the lane until'), until_us: t('Until'), reserved_for: t('Reserved for'), against_m: t('Against the way'), against_px: t('Against the way'), way_m: t('Way driven'), way_mm: t('Way driven'), way_px: t('Way driven'), x_px: t('At x'), y_px: t('At y'),
  entry_camera: t('Camera at the entry'), exit_camera: t('Camera at the exit'), entry_passage: t('Passage at the entry'), exit_passage: t('Passage at the exit'), entered_utc_us: t('Entered at'), left_utc_us: t('Left at'), taken_at_most_us: t('Time at most'), lawful_us: t('Lawful time at least'), clock_error_us: t('Error of the clocks'),
};

/** Facts that say when, in µs on the camera's own clock; all others in µs are durations. */
const instants = new Set(['crossed_at_us', 'red_since_us', 'went_on_at_us', 'front_not_before_us', 'stopped_at_us', 'stood_from_us', 'stood_until_us', 'from_us', 'until_us', 'in_lane_from_us', 'in_lane_until_us']);
export const isInstant = key => instants.has(key);

/** The name of a fact; one without words here as the rule wrote it, without its unit. */
export function factWord(key) {
  if (Object.hasOwn(words, key)) return words[key];
  const plain = key.replace(/_(mmph|kmh|us|ms|mm|m|s|deg|px|share)$/, '').replace(/_/g, ' ');
  return plain[0].toUpperCase() + plain.slice(1);
}
