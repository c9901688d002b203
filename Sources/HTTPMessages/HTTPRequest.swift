/// A whole request, body received.
public struct HTTPRequest: Sendable {
  /// Method, path, headers.
  public var head: HTTPRequestHead
  /// The body as it was received.
  public var body: ByteBuffer
  /// When the answer is due; long work gives up then. `nil`: whenever.
  public var deadline: ContinuousClock.Instant?
  /// What the request may hold of the server's memory; what is made for it is reserved here first. `nil`: without limit.
  public var memory: MemoryBudget.Share?

  /// A request of a head and a body.
  public init(
    head: HTTPRequestHead, body: ByteBuffer = ByteBuffer(), deadline: ContinuousClock.Instant? = nil,
    memory: MemoryBudget.Share? = nil
  ) {
    self.head = head
    self.body = body
    self.deadline = deadline
    self.memory = memory
  }
}
