package import Operations

/// What the API bears; the server has limits of its own.
public struct ServiceConfiguration: Sendable {
  /// Elements that an answer made from few numbers may hold (pairwise IoU, generated anchors).
  public var answerElementLimit = 1 << 24
  /// Bytes that a request may bring: of a body as sent and as expanded, of tensors in shared memory together.
  public var bodyLimit = 256 << 20
  /// Whether clients may register POSIX shared memory. Every client then reads and writes the objects that
  /// this process can.
  public var allowsSharedMemory = false
  /// Networks that pictures may be given to.
  package var networks = NetworkStore()
  /// Pages of other origins that may read answers; nil: none.
  public var crossOrigins: CrossOrigins?
  /// Answers larger than this many bytes are compressed for clients that ask for it.
  public var compressAbove = 64 << 10

  /// The defaults.
  public init() {}
}
