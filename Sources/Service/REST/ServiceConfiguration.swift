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

/// How loaded the server below is, for `/metrics`.
public struct ServerLoad: Sendable {
  /// Requests that have begun and not ended.
  public var active: Int
  /// Requests waiting for a worker.
  public var queued: Int
  /// How many may wait.
  public var queueLimit: Int
  /// Workers that compute.
  public var computing: Int
  /// Workers.
  public var workers: Int
  /// Whether the server is about to stop.
  public var isDraining: Bool
  /// Heads that were read and ended without an answer of ours.
  public var unseenHeads: Int
  /// Open connections.
  public var connections: Int
  /// How many may be open.
  public var connectionLimit: Int
  /// Bytes that requests hold.
  public var memory: Int
  /// How many they may hold.
  public var memoryLimit: Int
  /// Log lines that could not be written.
  public var logLinesDropped: Int

  /// A load.
  public init(
    active: Int, queued: Int, queueLimit: Int, computing: Int = 0, workers: Int = 0, isDraining: Bool = false,
    unseenHeads: Int = 0, connections: Int = 0, connectionLimit: Int = 0, memory: Int = 0, memoryLimit: Int = 0,
    logLinesDropped: Int = 0
  ) {
    self.computing = computing
    self.workers = workers
    self.isDraining = isDraining
    self.unseenHeads = unseenHeads
    self.active = active
    self.queued = queued
    self.queueLimit = queueLimit
    self.connections = connections
    self.connectionLimit = connectionLimit
    self.memory = memory
    self.memoryLimit = memoryLimit
    self.logLinesDropped = logLinesDropped
  }
}
