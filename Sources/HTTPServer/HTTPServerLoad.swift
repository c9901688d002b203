import HTTPMessages

/// How busy a server is.
public struct HTTPServerLoad: Sendable {
  /// Requests between the arrival of their head and the end of their answer.
  public let active: Int
  /// Requests waiting for a worker.
  public let queued: Int
  /// How many may wait.
  public let queueLength: Int
  /// Requests being computed.
  public let computing: Int
  /// How many can be computed at once.
  public let workers: Int
  /// Heads that were read and ended without coming to the handler.
  public let unseenHeads: Int
  /// Open connections.
  public let connections: Int
  /// How many may be open.
  public let connectionLimit: Int
  /// Bytes that requests hold.
  public let memory: Int
  /// How many they may hold.
  public let memoryLimit: Int
}
