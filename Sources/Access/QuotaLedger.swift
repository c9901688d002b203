import HTTPMessages

/// What each client has left.
///
/// Of bounded size: clients that have not come while so many others have are forgotten, and begin anew.
final class QuotaLedger: Sendable {
  /// Whose, and by which quota.
  struct Owner: Hashable, Sendable {
    let client: HTTPClient.Identity
    let quota: Quota
  }

  /// How a client stands.
  struct Standing: Sendable {
    /// The limit that forbids the request, and when it would not; nil: none does.
    var refusal: (limit: Quota.Limit, retryAfter: Int)?
    /// The field `RateLimit`.
    var field: String
  }

  private struct State: Sendable {
    /// Those who came of late, and those who came before them.
    var recent: [Owner: [TokenBucket]] = [:]
    var old: [Owner: [TokenBucket]] = [:]
  }

  /// Clients in each of the two.
  private let room: Int
  private let state = Lock(State())

  init(room: Int = 32_768) { self.room = room }

  /// Takes a request with so many bytes, which counts for so many, if no limit forbids it; else takes nothing.
  func take(bytes: Int, requests: Int = 1, of owner: Owner, at now: ContinuousClock.Instant) -> Standing {
    withBuckets(of: owner, at: now) { buckets in
      var refusal: (limit: Quota.Limit, retryAfter: Int)?
      for (limit, bucket) in zip(owner.quota.limits, buckets) where !bucket.isOpen(to: requests) {
        let wait = bucket.secondsUntilOpen(to: requests)
        if wait > refusal?.retryAfter ?? 0 { refusal = (limit, wait) }
      }
      if refusal == nil {
        for (index, limit) in owner.quota.limits.enumerated() {
          buckets[index].take(Double(limit.kind == .requests ? requests : bytes))
        }
      }
      return Standing(refusal: refusal, field: Self.field(owner.quota, buckets))
    }
  }

  /// Takes bytes, and requests' worth of work, that were not known before; gives back what did not come.
  func settle(bytes: Int, requests: Int = 0, of owner: Owner, at now: ContinuousClock.Instant) {
    guard bytes != 0 || requests != 0 else { return }
    withBuckets(of: owner, at: now) { buckets in
      for (index, limit) in owner.quota.limits.enumerated() {
        buckets[index].take(Double(limit.kind == .requests ? requests : bytes))
      }
    }
  }

  private func withBuckets<Result>(
    of owner: Owner, at now: ContinuousClock.Instant, _ body: (inout [TokenBucket]) -> Result
  ) -> Result {
    var forgotten: [Owner: [TokenBucket]] = [:]
    // The forgotten ones are freed after the lock is.
    defer { _ = forgotten.count }
    return state.withLock { state in
      var buckets =
        state.recent.removeValue(forKey: owner) ?? state.old.removeValue(forKey: owner)
        ?? owner.quota.limits.map { TokenBucket($0, at: now) }
      for index in buckets.indices { buckets[index].fill(at: now) }
      let result = body(&buckets)
      state.recent[owner] = buckets
      if state.recent.count >= room {
        forgotten = state.old
        state.old = state.recent
        state.recent = [:]
      }
      return result
    }
  }

  /// draft-ietf-httpapi-ratelimit-headers-10 §4: what is left, and the seconds until all of it is there again.
  private static func field(_ quota: Quota, _ buckets: [TokenBucket]) -> String {
    zip(quota.limits, buckets).map { limit, bucket in
      "\"\(limit.name)\";r=\(bucket.remaining);t=\(bucket.secondsUntilFull)"
    }.joined(separator: ", ")
  }
}
