/// The text with `%41` read as `A`. A `%` that no two hex digits follow stands for itself; ill-formed UTF-8 is
/// repaired with U+FFFD.
func percentDecoded(_ bytes: UnsafeRawBufferPointer) -> String {
  guard bytes.contains(UInt8(ascii: "%")) else { return String(decoding: bytes, as: UTF8.self) }
  var decoded: [UInt8] = []
  decoded.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
      let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
    {
      decoded.append(high << 4 | low)
      index += 3
    } else {
      decoded.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}

/// The path of a request target: RFC 9112 §3.2.2 — a server must take the absolute form too, `http://host/path`.
func path(ofTarget target: UnsafeRawBufferPointer) -> String {
  let slash = UInt8(ascii: "/")
  guard let first = target.first, first != slash, first != UInt8(ascii: "*") else {
    return percentDecoded(target)
  }
  let text = String(decoding: target, as: UTF8.self)
  let scheme = text.prefix { $0 != "/" }
  guard scheme.lowercased() == "http:" || scheme.lowercased() == "https:" else {
    return percentDecoded(target)
  }
  let afterAuthority = target.dropFirst(scheme.utf8.count + 2).drop { $0 != slash }
  return afterAuthority.isEmpty ? "/" : percentDecoded(UnsafeRawBufferPointer(rebasing: afterAuthority))
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
