import CMicroHTTPD
import Glibc
import HTTPMessages

// The functions libmicrohttpd calls, and the only ones with a C convention. Each recovers its context, calls one
// method and returns.

/// Called when a head has arrived, for each piece of the body, at its end, and after a resume.
func onAccess(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?, path: UnsafePointer<CChar>?,
  method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, piece: UnsafePointer<CChar>?,
  pieceSize: UnsafeMutablePointer<Int>?, memory: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context, let connection, let path, let method, let pieceSize, let memory else { return .NO }
  let pipeline = Unmanaged<Pipeline>.fromOpaque(context).takeUnretainedValue()
  guard let known = memory.pointee else {
    let connection = Connection(connection)
    let exchange = pipeline.makeExchange(
      connection.head(method: String(cString: method), rawPath: path), on: connection)
    memory.pointee = Unmanaged.passRetained(exchange).toOpaque()
    return pipeline.begin(exchange) ? .YES : .NO
  }
  let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
  let bytes = UnsafeRawBufferPointer(start: piece, count: pieceSize.pointee)
  pieceSize.pointee = 0
  return pipeline.proceed(exchange, bytes) ? .YES : .NO
}

/// Called once for each request that `onAccess` saw, when its answer is sent or its connection has failed.
func onCompleted(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  memory: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, reason: MHD_RequestTerminationCode
) {
  guard let context, let known = memory?.pointee else { return }
  memory?.pointee = nil
  let exchange = Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
  Unmanaged<Pipeline>.fromOpaque(context).takeUnretainedValue()
    .complete(exchange, sent: reason == .REQUEST_TERMINATED_COMPLETED_OK)
}

/// Called when a connection has begun, before anything is read, and when it is about to be closed.
func onConnection(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  memory: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_ConnectionNotificationCode
) {
  guard let context, let connection else { return }
  let pipeline = Unmanaged<Pipeline>.fromOpaque(context).takeUnretainedValue()
  if code == .CONNECTION_NOTIFY_STARTED {
    pipeline.open(Connection(connection))
  } else {
    pipeline.close(Connection(connection))
  }
}

/// Leaves escapes as they are: libmicrohttpd would cut a path at `%00`.
func onUnescape(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?, text: UnsafeMutablePointer<CChar>?
)
  -> Int
{
  text.map { strlen($0) } ?? 0
}

/// Called for each header field; the context is an `HTTPHeaders`.
func onHeader(
  context: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?, nameSize: Int,
  value: UnsafePointer<CChar>?, valueSize: Int
) -> MHD_Result {
  context?.assumingMemoryBound(to: HTTPHeaders.self).pointee
    .append(name: text(name, nameSize), value: text(value, valueSize))
  return .YES
}

/// Called for each query item; the context is an array of them.
func onQueryItem(
  context: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?, nameSize: Int,
  value: UnsafePointer<CChar>?, valueSize: Int
) -> MHD_Result {
  context?.assumingMemoryBound(to: [(name: String, value: String)].self).pointee
    .append((percentDecoded(bytes(name, nameSize)), percentDecoded(bytes(value, valueSize))))
  return .YES
}

/// Called for the next bytes of a body in pieces; the context is its `OutgoingBody`.
func onBodyRead(
  context: UnsafeMutableRawPointer?, position: UInt64, room: UnsafeMutablePointer<CChar>?, roomSize: Int
) -> Int {
  guard let context, let room else { return OutgoingBody.failed }
  return Unmanaged<OutgoingBody>.fromOpaque(context).takeUnretainedValue()
    .read(at: position, into: UnsafeMutableRawBufferPointer(start: room, count: roomSize))
}

/// Called when a response's body is no longer read; the context is what holds it, retained.
func onBodyReleased(context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  let body = Unmanaged<AnyObject>.fromOpaque(context).takeRetainedValue()
  if let buffer = body as? ByteBuffer { Disposal.drop(buffer, size: buffer.capacity) }
}

private func bytes(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeRawBufferPointer {
  UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
}

private func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
  String(decoding: bytes(start, count), as: UTF8.self)
}
