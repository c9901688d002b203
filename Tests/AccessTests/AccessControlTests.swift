import HTTPMessages
import Testing

@testable import Access

@Suite struct AccessControlTests {
  private let secret = "focald_0123"
  private let address = IPAddress("192.0.2.1")

  private func rules(_ line: String = "", quota: String? = nil) throws -> AccessRules {
    var rules = AccessRules()
    let digest = try #require(Digest(of: secret))
    rules.keys = try KeyFile.keys(in: "mine \(KeyFile.hash(digest)) \(line)", scopes: ["losses", "boxes"])
    rules.quota = try quota.map { try #require(Quota($0)) } ?? .none
    return rules
  }

  private func ask(
    _ access: AccessControl, _ fields: HTTPHeaders = [:], _ door: HTTPPlan.Door = .scope("losses"),
    _ certificate: HTTPPeer.Certificate = .none
  ) -> HTTPAdmission {
    access.admit(
      HTTPRequestHead(method: .post, path: "/", headers: fields), to: door,
      from: HTTPPeer(address: address, certificate: certificate))
  }

  @Test func without_RulesEveryoneComesIn() {
    let admission = ask(AccessControl(AccessRules()))
    #expect(admission.refusal == nil && admission.fields.isEmpty)
    #expect(admission.client == HTTPClient(address: address))
  }

  @Test func keys_NameTheirClient() throws {
    let access = AccessControl(try rules())
    for fields: HTTPHeaders in [
      ["Authorization": "Bearer \(secret)"], ["authorization": "bearer  \(secret)"], ["X-API-Key": secret],
      ["Authorization": "Basic eDp5", "X-API-Key": secret],
    ] {
      let admission = ask(access, fields)
      #expect(admission.refusal == nil && admission.client.identity == .key("mine"))
    }
  }

  @Test func without_AKeyOnlyProbesComeIn() throws {
    let access = AccessControl(try rules())
    #expect(ask(access).refusal == .unauthorized(isWrong: false))
    #expect(ask(access, [:], .key).refusal == .unauthorized(isWrong: false))
    #expect(ask(access, [:], .open).refusal == nil)
    for wrong in [secret + "0", String(secret.dropLast()), "", " \(secret)x", secret.uppercased()] {
      #expect(ask(access, ["X-API-Key": wrong]).refusal == .unauthorized(isWrong: true), "\(wrong)")
    }
  }

  @Test func an_EmptyFileLetsNoOneIn() {
    var rules = AccessRules()
    rules.keys = []
    #expect(ask(AccessControl(rules), ["X-API-Key": secret]).refusal == .unauthorized(isWrong: true))
  }

  @Test func scopes_Bound() throws {
    let access = AccessControl(try rules("scopes=boxes"))
    #expect(ask(access, ["X-API-Key": secret]).refusal == .forbidden(scope: "losses"))
    #expect(ask(access, ["X-API-Key": secret], .scope("boxes")).refusal == nil)
    #expect(ask(access, ["X-API-Key": secret], .key).refusal == nil)
  }

  @Test func certificates_AreProofWhereTheyAreTaken() throws {
    var rules = AccessRules()
    #expect(ask(AccessControl(rules), [:], .key, .invalid).refusal == nil)
    rules.takesCertificates = true
    let access = AccessControl(rules)
    let admission = ask(access, [:], .key, .valid(name: "robot"))
    #expect(admission.refusal == nil && admission.client.identity == .certificate("robot"))
    #expect(ask(access, [:], .key, .invalid).refusal == .unauthorized(isWrong: true))
    #expect(ask(access, [:], .key).refusal == .unauthorized(isWrong: false))
  }

  @Test func quota_IsTheKeysElseTheCommonOne() throws {
    let access = AccessControl(try rules("quota=3/h", quota: "1/h"))
    #expect((0..<4).map { _ in ask(access, ["X-API-Key": secret]).refusal == nil } == [true, true, true, false])
    #expect(ask(access, ["X-API-Key": secret]).refusal == .quotaExceeded(limit: "3/h", retryAfter: 1200))
    // Guesses count for the address.
    #expect(ask(access, ["X-API-Key": "x"]).refusal == .unauthorized(isWrong: true))
    #expect(ask(access, ["X-API-Key": "y"]).refusal == .quotaExceeded(limit: "1/h", retryAfter: 3600))
    #expect(ask(access, [:], .open).refusal == nil)
  }

  @Test func fields_SayWhatIsLeft() throws {
    let fields = ask(AccessControl(try rules("quota=3/h")), ["X-API-Key": secret]).fields
    #expect(
      fields == [
        HTTPHeaders.Field(name: "RateLimit-Policy", value: "\"requests-per-hour\";q=3;w=3600"),
        HTTPHeaders.Field(name: "RateLimit", value: "\"requests-per-hour\";r=2;t=1200"),
      ])
  }

  /// Announced bytes are counted when they are announced; what came in the end is what counts.
  @Test func bytes_AreCountedBothWays() throws {
    let access = AccessControl(try rules("quota=1000B/d"))
    let first = ask(access, ["X-API-Key": secret, "Content-Length": "900000"])
    #expect(ask(access, ["X-API-Key": secret]).refusal != nil)
    access.ended(first, bytes: 10)
    let second = ask(access, ["X-API-Key": secret])
    #expect(second.refusal == nil)
    access.ended(second, bytes: 2000)
    #expect(ask(access, ["X-API-Key": secret]).refusal != nil)
    let huge = ask(AccessControl(try rules("quota=1B/s")), ["X-API-Key": secret, "Content-Length": String(Int.max)])
    #expect(huge.refusal == nil)
  }

  /// What does the work of several requests counts as so many: those that its head tells at once, the rest when it is over.
  @Test func work_OfSeveralRequestsCountsAsSuch() throws {
    let access = AccessControl(try rules("quota=10/d"))
    let head = HTTPRequestHead(method: .post, path: "/", headers: ["X-API-Key": secret])
    let first = access.admit(head, to: .scope("losses"), cost: 2, from: HTTPPeer(address: address))
    #expect(first.fields.last?.value.contains("r=8;") == true)
    access.ended(first, bytes: 0, cost: 8)
    #expect(ask(access, ["X-API-Key": secret]).fields.last?.value.contains("r=1;") == true)
    let second = access.admit(head, to: .scope("losses"), cost: 2, from: HTTPPeer(address: address))
    #expect(second.refusal != nil)
    #expect(ask(access, ["X-API-Key": secret]).refusal == nil)
  }

  @Test func new_RulesHoldFromTheNextRequestOn() throws {
    let access = AccessControl(AccessRules())
    #expect(ask(access).refusal == nil)
    access.replace(try rules())
    #expect(ask(access).refusal != nil)
  }
}
