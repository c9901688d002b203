import CMicroHTTPD
import Glibc
import HTTPMessages

// libmicrohttpd 0.9.75 takes no response between the first and the last byte of a body. An upload that has to end
// there (too large, too slow) is answered past it: at that point nothing else is being written to the socket.
extension Connection {
  /// Writes a whole answer to the socket as far as it takes it without blocking; the connection must end after it.
  func answerDirectly(_ response: HTTPResponse, _ own: [HTTPHeaders.Field], bodyless: Bool) {
    let message = ByteBuffer(capacity: 512 + response.bodyCount)
    message.append("HTTP/1.1 \(response.status.code) \(response.status.reason)\r\nDate: \(httpDate())\r\n")
    for field in response.headers.filter({ !$0.isServersOwn }) + own where !field.breaksLines {
      message.append("\(field.name): \(field.value)\r\n")
    }
    message.append("Content-Length: \(response.bodyCount)\r\nConnection: close\r\n\r\n")
    if !bodyless { for piece in response.pieces { message.append(piece.bytes) } }
    if let session {
      session.send(message.bytes)
    } else {
      _ = Glibc.send(socket, message.baseAddress, message.count, shim_msg_dontwait)
    }
  }
}

extension HTTPHeaders.Field {
  fileprivate var breaksLines: Bool { (name + value).utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 } }
}

/// The time as RFC 9110 §5.6.7 writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
private func httpDate() -> String {
  var now = time(nil)
  var fields = tm()
  gmtime_r(&now, &fields)
  let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let date = "\(two(fields.tm_mday)) \(months[Int(fields.tm_mon)]) \(fields.tm_year + 1900)"
  let clock = "\(two(fields.tm_hour)):\(two(fields.tm_min)):\(two(fields.tm_sec))"
  return "\(days[Int(fields.tm_wday)]), \(date) \(clock) GMT"
}
