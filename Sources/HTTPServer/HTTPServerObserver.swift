public import HTTPMessages

/// Told of each request's beginning and end, for logs and metrics. Runs on network threads: must be quick.
public protocol HTTPServerObserver: Sendable {
  /// A request's head has arrived.
  func began(_ head: HTTPRequestHead)
  /// A request is over.
  func ended(_ record: HTTPExchangeRecord)
}
