import { App } from 'aws-cdk-lib';
import { PipelineRolesExample } from './stack.ts';

const app = new App();
const { repository, environment } = app.node.getAllContext();
if (repository === undefined || environment === undefined) {
  throw new Error(
    'Set -c repository to the owner and the name, as in acme/sms-receipts, and -c environment to that of GitHub, such as staging.',
  );
}
new PipelineRolesExample(app, 'PipelineRolesExample', { repository, environment });
