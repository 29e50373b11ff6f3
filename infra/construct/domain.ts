import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { DomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

/** A domain of your own for the callback URL, so that the URL stays when the stack is rebuilt. */
export interface ReceiptsDomain {
  /** Such as `receipts.example.com`. */
  readonly name: string;
  /** For this name, in the Region of the stack. */
  readonly certificate: ICertificate;
  /**
   * Zone in which an alias record is created.
   *
   * @default - none; point the name to the domain name of the API by hand
   */
  readonly hostedZone?: IHostedZone;
  /**
   * Whether the API's own host is turned off. A webhook that still has its URL then loses its receipts.
   *
   * @default false
   */
  readonly disableDefaultEndpoint?: boolean;
}

/** The domain in API Gateway, and its record where the zone is known. */
export class Domain extends Construct {
  readonly domainName: DomainName;

  /** @throws Error where the certificate is in another Region, or the name is not in the zone */
  constructor(scope: Construct, id: string, { name, certificate, hostedZone }: ReceiptsDomain) {
    super(scope, id);
    const { region } = Stack.of(this);
    const certificateRegion = regionOf(certificate);
    if (![region, certificateRegion].some(Token.isUnresolved) && region !== certificateRegion) {
      throw new Error(
        `SmsReceipts: domain.certificate is in ${certificateRegion}: must be in ${region}, the Region of the stack.`,
      );
    }
    this.domainName = new DomainName(this, 'Name', {
      domainName: name,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    if (hostedZone === undefined) return;
    const { zoneName } = hostedZone;
    if (!Token.isUnresolved(zoneName) && name !== zoneName && !name.endsWith(`.${zoneName}`)) {
      throw new Error(`SmsReceipts: domain.name is ${name}: must be in the hosted zone ${zoneName}.`);
    }
    const { regionalDomainName, regionalHostedZoneId } = this.domainName;
    new ARecord(this, 'Record', {
      zone: hostedZone,
      recordName: name,
      target: RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId)),
    });
  }
}

/** An imported certificate has the Region in its ARN; for one of the app, the ARN is not known yet. */
function regionOf({ certificateArn, env }: ICertificate): string | undefined {
  if (Token.isUnresolved(certificateArn)) return env.region;
  return Arn.split(certificateArn, ArnFormat.SLASH_RESOURCE_NAME).region;
}
