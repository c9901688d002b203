/// How a request is going to be answered: what its head alone decides, once.
public struct HTTPPlan: Sendable {
  /// When and where the answer is computed.
  public enum Moment: Sendable, Equatable {
    /// As soon as the head is here, on the network thread: nothing of the body is stored. Must be quick.
    case early
    /// When the body is here, on the network thread if it has `bodyLimit` bytes at the most, which must be quick; else on
    /// a worker.
    case prompt(bodyLimit: Int)
    /// When the body is here, on a worker.
    case queued
  }

  /// What a client needs to be answered, where the server asks for keys.
  public enum Door: Sendable, Equatable {
    /// Nothing, and no quota counts: a probe.
    case open
    /// A key, whatever its scopes.
    case key
    /// A key that is good for this scope.
    case scope(String)
  }

  /// When and where.
  public var moment: Moment
  /// For whom.
  public var door = Door.key
  /// Whether a request that comes while the server is stopping is answered all the same, as health probes should be;
  /// of early ones only.
  public var answersWhileDraining = false
  /// Which byte of the body should lie at a multiple of 16, because binary data begins there.
  public var alignedPosition = 0
  /// Bodies of so many bytes at the most are short work, which never waits behind long work.
  public var shortBodyLimit = 64 << 10
  /// Requests that it counts for in a quota, at the least: some do the work of several.
  public var cost = 1
  /// Computes the answer. The request of an early one has no body; another may discard its body.
  public private(set) var respond: @Sendable (HTTPRequest) -> HTTPResponse

  /// The same plan with another answer.
  public func answering(_ respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse) -> HTTPPlan {
    var plan = self
    plan.respond = respond
    return plan
  }

  /// A plan.
  public init(_ moment: Moment = .queued, respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
    self.moment = moment
    self.respond = respond
  }
}
