import type { Template } from 'aws-cdk-lib/assertions';
import { resource, textOf } from './template.ts';

/** A widget of the dashboard, as its body has it. */
export interface Widget {
  readonly type: string;
  readonly y: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly query?: string;
    readonly start?: string;
    readonly alarms?: unknown[];
    readonly metrics?: unknown[][];
    readonly annotations?: { readonly horizontal?: { readonly value: number; readonly label: string }[] };
  };
}

/** The widgets. Values that only a deployment knows are replaced by the logical ids of their resources. */
export function widgetsOf(template: Template): Widget[] {
  const { DashboardBody } = resource(template, 'AWS::CloudWatch::Dashboard').Properties;
  return JSON.parse(textOf(DashboardBody)).widgets;
}
