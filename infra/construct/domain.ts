import { Token } from 'aws-cdk-lib';
import { DomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { checkRegion } from './checks.ts';

/** A domain of yours, so that an address stays the same if the stack is rebuilt. */
export interface OwnDomain {
  /**
   * Domain name, such as `receipts.example.com`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
   */
  readonly name: string;
  /**
   * Certificate for this name, in the Region of the stack.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
   */
  readonly certificate: ICertificate;
  /**
   * Zone for an alias record.
   *
   * @default - none; point the name to the domain name of the API by hand
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-api-gateway.html
   */
  readonly hostedZone?: IHostedZone;
}

/** Your own domain for the callback URL. */
export interface ReceiptsDomain extends OwnDomain {
  /**
   * Whether the API's own host is turned off. A webhook with its URL then loses receipts.
   *
   * @default false
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
   */
  readonly disableDefaultEndpoint?: boolean;
}

export interface DomainProps extends OwnDomain {
  /** Where its props are in `SmsReceiptsProps`, with a dot at its end. */
  readonly path: string;
}

/** The domain in API Gateway, and its record if the zone is known. */
export class Domain extends Construct {
  readonly domainName: DomainName;

  /** @throws Error if the certificate is in another Region, or the name is not in the zone */
  constructor(scope: Construct, id: string, { name, certificate, hostedZone, path }: DomainProps) {
    super(scope, id);
    checkRegion(this, `${path}domain.certificate`, certificate.certificateArn, certificate);
    this.domainName = new DomainName(this, 'Name', {
      domainName: name,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    if (hostedZone === undefined) return;
    const zoneName = hostedZone.zoneName.replace(/\.$/, '');
    const isKnown = !Token.isUnresolved(name) && !Token.isUnresolved(zoneName);
    if (isKnown && name !== zoneName && !name.endsWith(`.${zoneName}`)) {
      throw new Error(`SmsReceipts: ${path}domain.name is ${name}: must be in the hosted zone ${zoneName}.`);
    }
    const { regionalDomainName, regionalHostedZoneId } = this.domainName;
    new ARecord(this, 'Record', {
      zone: hostedZone,
      // Without the dot the CDK appends the name of the zone, unless it can see that the name ends in it
      recordName: `${name}.`,
      target: RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId)),
    });
  }
}
