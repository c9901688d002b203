import CMicroHTTPD
import Glibc
import HTTPMessages

/// A client's connection: the only type that holds libmicrohttpd's pointer to one.
///
/// `@unchecked Sendable`: the pointer is valid from a request's first callback to its completed callback. Network
/// code uses it inside callbacks only; other threads call `resume` and what works on the socket, under the lock of the
/// exchange, which the completed callback takes before the pointer dies.
struct Connection: @unchecked Sendable {
  private let pointer: OpaquePointer

  /// The socket, open until after the completed callback; -1 where there is none.
  let socket: Int32

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
    socket = shim_connection_socket(pointer)
  }

  /// Its TLS; nil: it speaks in clear.
  var session: TLSSession? { TLSSession(shim_connection_session(pointer)) }

  /// Whose it is.
  var address: IPAddress? { IPAddress(shim_connection_address(pointer)) }

  /// Takes the connection out of the event loop. Only within the access callback.
  func suspend() { MHD_suspend_connection(pointer) }

  /// Puts it back; the access callback is called once more.
  func resume() { MHD_resume_connection(pointer) }

  /// Whether the client has closed its side and all it sent has been read.
  var isAbandoned: Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, shim_msg_peek | shim_msg_dontwait) == 0
  }

  /// Makes libmicrohttpd see the end of the stream, whereupon it ends the connection.
  func stopReading() { shutdown(socket, Int32(SHUT_RD)) }

  /// Bytes that the client has acknowledged; nil: that is not known (a Unix socket).
  var bytesAcknowledged: UInt64? {
    var bytes: UInt64 = 0
    return shim_bytes_acknowledged(socket, &bytes) ? bytes : nil
  }

  /// Makes libmicrohttpd see the end of the stream both ways.
  func end() { shutdown(socket, Int32(SHUT_RDWR)) }

  /// Collects what is known of the request. Only within the access callback.
  func head(method: String, rawPath: UnsafePointer<CChar>) -> HTTPRequestHead {
    let path = path(ofTarget: UnsafeRawBufferPointer(start: rawPath, count: strlen(rawPath)))
    var headers = HTTPHeaders(capacity: 8)
    withUnsafeMutablePointer(to: &headers) {
      _ = MHD_get_connection_values_n(pointer, .HEADER_KIND, onHeader, $0)
    }
    var query: [(name: String, value: String)] = []
    withUnsafeMutablePointer(to: &query) {
      _ = MHD_get_connection_values_n(pointer, .GET_ARGUMENT_KIND, onQueryItem, $0)
    }
    let offered = headers[RequestID.header]
    let id = RequestID.choose(offered)
    return HTTPRequestHead(
      method: HTTPMethod(rawValue: method), path: path, query: query, headers: headers, id: id,
      trace: RequestID.trace(headers.values(of: TraceContext.header), id: id, isOwn: id != offered))
  }

  /// Hands an answer over for sending, with fields of the server's own. Only within the access callback.
  func send(_ response: HTTPResponse, _ own: [HTTPHeaders.Field], thenClose: Bool) -> Bool {
    guard let message = OutgoingBody.message(of: response.pieces) else { return false }
    // The connection counts its own reference.
    defer { MHD_destroy_response(message) }
    for field in response.headers where !field.isServersOwn { field.add(to: message) }
    for field in own { field.add(to: message) }
    if thenClose { HTTPHeaders.Field(name: "Connection", value: "close").add(to: message) }
    return MHD_queue_response(pointer, UInt32(clamping: response.status.code), message) == .YES
  }
}

extension HTTPHeaders.Field {
  private static let serversOwn = [
    "Content-Length", "Connection", "Date", "Transfer-Encoding", RequestID.header,
    "X-Content-Type-Options", TraceContext.header,
  ]

  /// Adds it to libmicrohttpd's answer, which copies it; Swift's own bridge would copy it before.
  fileprivate func add(to message: OpaquePointer) {
    name.withCString { name in value.withCString { _ = MHD_add_response_header(message, name, $0) } }
  }

  /// Fields the server writes itself, whatever a handler says.
  var isServersOwn: Bool {
    Self.serversOwn.contains { $0.equalsIgnoringASCIICase(name) }
  }
}
