import Operations

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
