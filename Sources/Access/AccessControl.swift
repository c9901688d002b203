public import HTTPMessages

/// The doors of a server: keys, certificates, quotas and trusted proxies.
public final class AccessControl: HTTPAccess {
  /// Whom a request is counted for, what was announced, and for how many requests it was admitted.
  private struct Account: Sendable {
    let owner: QuotaLedger.Owner
    let announced: Int
    let cost: Int
  }

  private let rules: Lock<AccessRules>
  private let ledger = QuotaLedger()

  /// Doors by these rules.
  public init(_ rules: AccessRules) { self.rules = Lock(rules) }

  /// From the next request on other rules hold. What clients have used stays used, where their quota stays.
  public func replace(_ newRules: AccessRules) { rules.withLock { $0 = newRules } }

  /// Whether a proxy is trusted to speak for others.
  public func speaksForOthers(_ address: IPAddress?) -> Bool { rules.withLock { $0 }.proxies.contains(address) }

  /// Whose the request is, and whether it may go on.
  public func admit(_ head: HTTPRequestHead, to door: HTTPPlan.Door, cost: Int = 1, from peer: HTTPPeer)
    -> HTTPAdmission
  {
    let rules = rules.withLock { $0 }
    var client = HTTPClient(address: rules.proxies.origin(of: head, from: peer.address))
    guard door != .open else { return HTTPAdmission(client: client) }
    guard rules.asksForProof else { return counted(client, rules.quota, head, cost) }
    switch rules.proof(in: head, from: peer) {
    case .nothing: return counted(client, rules.quota, head, 1, refusal: .unauthorized(isWrong: false))
    case .wrong: return counted(client, rules.quota, head, 1, refusal: .unauthorized(isWrong: true))
    case .certificate(let name):
      client.identity = .certificate(name)
      return counted(client, rules.quota, head, cost)
    case .key(let key):
      client.identity = .key(key.name)
      var refusal: HTTPServerFailure?
      if case .scope(let scope) = door, !key.opens(scope) { refusal = .forbidden(scope: scope) }
      return counted(client, key.quota ?? rules.quota, head, refusal == nil ? cost : 1, refusal: refusal)
    }
  }

  /// Counts what was not announced, and what did not come after all.
  public func ended(_ admission: HTTPAdmission, bytes: Int, cost: Int? = nil) {
    guard let account = admission.account as? Account else { return }
    ledger.settle(
      bytes: bytes - account.announced, requests: (cost ?? account.cost) - account.cost, of: account.owner, at: .now)
  }

  /// Counts a request, refused or not: who guesses keys has used up its address's quota soon.
  private func counted(
    _ client: HTTPClient, _ quota: Quota, _ head: HTTPRequestHead, _ cost: Int, refusal: HTTPServerFailure? = nil
  ) -> HTTPAdmission {
    guard !quota.limits.isEmpty else { return HTTPAdmission(client: client, refusal: refusal) }
    let owner = QuotaLedger.Owner(client: client.identity, quota: quota)
    // No body is that large; and sums of such do not overflow.
    let announced = refusal == nil ? min(head.declaredLength ?? 0, Int.max >> 16) : 0
    let standing = ledger.take(bytes: announced, requests: cost, of: owner, at: .now)
    var admission = HTTPAdmission(
      client: client, refusal: refusal,
      fields: [
        HTTPHeaders.Field(name: "RateLimit-Policy", value: quota.policyField),
        HTTPHeaders.Field(name: "RateLimit", value: standing.field),
      ])
    if let (limit, retryAfter) = standing.refusal {
      admission.refusal = .quotaExceeded(limit: limit.description, retryAfter: retryAfter)
    } else {
      admission.account = Account(owner: owner, announced: announced, cost: cost)
    }
    return admission
  }
}
