import type { Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('report')`: the settings are kept, a report cannot be written. */
export function createReportBinding(): Binding {
  const settings: Record<string, unknown> = {
    Compact: false,
    ExcludeNetwork: false,
    ExcludeEnv: false,
    Directory: '',
    Filename: '',
    Signal: 'SIGUSR2',
  };
  const triggers: Record<string, boolean> = { FatalError: false, Signal: false, UncaughtException: false };
  const refuse = () => unavailable('diagnostic report', 'there is no native stack or heap to report on');

  const binding: Binding = { writeReport: refuse, getReport: refuse };
  for (const name of Object.keys(settings)) {
    binding[`get${name}`] = () => settings[name];
    binding[`set${name}`] = (value: unknown) => {
      settings[name] = value;
    };
  }
  for (const name of Object.keys(triggers)) {
    binding[`shouldReportOn${name}`] = () => triggers[name];
    binding[`setReportOn${name}`] = (value: boolean) => {
      triggers[name] = value;
    };
  }
  return binding;
}
