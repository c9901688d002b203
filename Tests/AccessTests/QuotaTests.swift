import HTTPMessages
import Testing

@testable import Access

@Suite struct QuotaTests {
  @Test(arguments: ["100/s", "1/d", "64MiB/s", "1000B/m", "100/s,64MiB/s,10000/d"])
  func text_ComesBack(_ text: String) { #expect(Quota(text)?.description == text) }

  @Test(arguments: [
    "", "100", "0/s", "-1/s", "1/w", "1/s,", "1/s,2/s", "1.5/s", "1/s/s", "9999999999999999999/s", "x/s",
  ])
  func otherTexts_AreNone(_ text: String) { #expect(Quota(text) == nil) }

  @Test func blanks_BehindCommasAreTaken() { #expect(Quota("100/s, 1MB/s")?.description == "100/s,1000000B/s") }

  @Test func policy_IsTheDraftsForm() {
    #expect(
      Quota("100/s,64MiB/m")?.policyField
        == "\"requests-per-second\";q=100;w=1, \"bytes-per-minute\";q=67108864;w=60;qu=\"content-bytes\"")
  }
}

@Suite struct TokenBucketTests {
  private let start = ContinuousClock.now

  private func bucket(_ text: String) throws -> TokenBucket {
    TokenBucket(try #require(Quota(text)?.limits.first), at: start)
  }

  /// 60 a minute: all at once, then one a second.
  @Test func requests_ComeAtOnceThenEvenly() throws {
    var bucket = try bucket("60/m")
    for _ in 0..<60 {
      #expect(bucket.isOpen(to: 1))
      bucket.take(1)
    }
    #expect(
      !bucket.isOpen(to: 1) && bucket.remaining == 0 && bucket.secondsUntilOpen(to: 1) == 1
        && bucket.secondsUntilFull == 60)
    bucket.fill(at: start + .milliseconds(999))
    #expect(!bucket.isOpen(to: 1))
    bucket.fill(at: start + .milliseconds(1001))
    #expect(bucket.isOpen(to: 1))
    bucket.fill(at: start + .seconds(3600))
    #expect(bucket.remaining == 60 && bucket.secondsUntilFull == 0)
  }

  /// What counts for several requests needs as many, or all there can be.
  @Test func several_AreNeededAtOnce() throws {
    var bucket = try bucket("10/s")
    bucket.take(8)
    #expect(bucket.isOpen(to: 2) && !bucket.isOpen(to: 3) && bucket.secondsUntilOpen(to: 10) == 1)
    bucket.fill(at: start + .milliseconds(150))
    #expect(bucket.isOpen(to: 3))
    bucket.fill(at: start + .seconds(2))
    #expect(bucket.isOpen(to: 50))
  }

  @Test func bytes_MayBecomeADebtThatIsFilledFirst() throws {
    var bucket = try bucket("1000B/s")
    bucket.take(5000)
    #expect(
      !bucket.isOpen(to: 1) && bucket.remaining == 0 && bucket.secondsUntilOpen(to: 1) == 5
        && bucket.secondsUntilFull == 5)
    bucket.fill(at: start + .milliseconds(3900))
    #expect(!bucket.isOpen(to: 1))
    bucket.fill(at: start + .milliseconds(4100))
    #expect(bucket.isOpen(to: 1))
  }

  @Test func what_IsGivenBackIsNoMoreThanTheLimit() throws {
    var bucket = try bucket("10/s")
    bucket.take(-100)
    #expect(bucket.remaining == 10)
  }

  @Test func clocks_ThatGoBackTakeNothing() throws {
    var bucket = try bucket("10/s")
    bucket.take(5)
    bucket.fill(at: start - .seconds(100))
    #expect(bucket.remaining == 5)
  }
}

@Suite struct QuotaLedgerTests {
  private let start = ContinuousClock.now

  private func owner(_ name: String, _ quota: String) throws -> QuotaLedger.Owner {
    QuotaLedger.Owner(client: .key(name), quota: try #require(Quota(quota)))
  }

  @Test func refused_RequestsTakeNothing() throws {
    let (ledger, owner) = (QuotaLedger(), try owner("a", "2/s,100B/h"))
    #expect(ledger.take(bytes: 100, of: owner, at: start).refusal == nil)
    // The bytes are used up: no request is counted any more.
    for _ in 0..<5 {
      let standing = ledger.take(bytes: 0, of: owner, at: start)
      #expect(standing.refusal?.limit.description == "100B/h" && standing.refusal?.retryAfter == 36)
      #expect(standing.field == "\"requests-per-second\";r=1;t=1, \"bytes-per-hour\";r=0;t=3600")
    }
  }

  @Test func clients_AreCountedApart() throws {
    let (ledger, a, b) = (QuotaLedger(), try owner("a", "1/h"), try owner("b", "1/h"))
    #expect(ledger.take(bytes: 0, of: a, at: start).refusal == nil)
    #expect(ledger.take(bytes: 0, of: a, at: start).refusal != nil)
    #expect(ledger.take(bytes: 0, of: b, at: start).refusal == nil)
  }

  @Test func bytes_AreSettledWhenTheyAreKnown() throws {
    let (ledger, owner) = (QuotaLedger(), try owner("a", "100B/h"))
    #expect(ledger.take(bytes: 1000, of: owner, at: start).refusal == nil)
    #expect(ledger.take(bytes: 0, of: owner, at: start).refusal != nil)
    // Of the thousand that were announced ten came.
    ledger.settle(bytes: -990, of: owner, at: start)
    #expect(ledger.take(bytes: 0, of: owner, at: start).refusal == nil)
    ledger.settle(bytes: 90, of: owner, at: start)
    #expect(ledger.take(bytes: 0, of: owner, at: start).refusal != nil)
  }

  @Test func requests_ThatDoTheWorkOfSeveralAreSettled() throws {
    let (ledger, owner) = (QuotaLedger(), try owner("a", "10/h"))
    #expect(ledger.take(bytes: 0, requests: 2, of: owner, at: start).refusal == nil)
    // Two were known by the head, and there were seven.
    ledger.settle(bytes: 0, requests: 5, of: owner, at: start)
    #expect(ledger.take(bytes: 0, of: owner, at: start).field == "\"requests-per-hour\";r=2;t=2880")
    #expect(ledger.take(bytes: 0, requests: 3, of: owner, at: start).refusal?.retryAfter == 360)
    #expect(ledger.take(bytes: 0, requests: 2, of: owner, at: start).refusal == nil)
  }

  /// Those that come often are not forgotten, however many others come.
  @Test func ledger_ForgetsWhoDoesNotCome() throws {
    let (ledger, often, once) = (QuotaLedger(room: 8), try owner("often", "1/h"), try owner("once", "1/h"))
    _ = ledger.take(bytes: 0, of: often, at: start)
    _ = ledger.take(bytes: 0, of: once, at: start)
    for index in 0..<100 {
      #expect(ledger.take(bytes: 0, of: often, at: start).refusal != nil)
      _ = ledger.take(bytes: 0, of: try owner("other \(index)", "1/h"), at: start)
    }
    #expect(ledger.take(bytes: 0, of: once, at: start).refusal == nil)
  }
}
