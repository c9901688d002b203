import HTTPMessages
import JSON
import Operations

/// A file format that is sent by mistake where JSON, or a tensor file, is wanted: recognized by its first bytes, so that
/// the error can name it.
enum ForeignFormat: CaseIterable {
  case safetensors, numpy, zip, pickle, gzip, zstd, hdf5, picture, cbor, messagePack

  /// The format of a body that could not be read; `nil` if it looks like none of these.
  init?(_ body: ByteSlice) {
    guard let format = Self.allCases.first(where: { $0.matches(body.bytes) }) else { return nil }
    self = format
  }

  /// The format of a body that should be a safetensors file; `nil` if it begins like one, with a length of eight bytes
  /// whose upper half is 0. A pickle's frame is as long a number, but no `{` follows it.
  init?(insteadOfTensors body: ByteSlice) {
    guard body.count >= 8, let format = Self(body), format != .safetensors else { return nil }
    let isNoLength = body.bytes[4..<8].contains { $0 != 0 }
    guard isNoLength || Self.isFramedPickle(body.bytes) else { return nil }
    self = format
  }

  /// What it is, and what to send instead.
  var remedy: String {
    switch self {
    case .safetensors:
      "this is a safetensors file: POST it to /v1/… with Content-Type: application/x-safetensors"
    case .numpy:
      "this is a NumPy file (.npy): send JSON, or the array as a safetensors file (safetensors.numpy.save) with "
        + "Content-Type: application/x-safetensors"
    case .zip:
      "this is a ZIP archive, as torch.save and numpy.savez write: send the tensors as a safetensors file "
        + "(safetensors.torch.save, safetensors.numpy.save) with Content-Type: application/x-safetensors"
    case .pickle:
      "this is a Python pickle, which is never read, as it can run code: send the tensors as a safetensors file "
        + "(safetensors.torch.save) with Content-Type: application/x-safetensors"
    case .cbor: "this is CBOR: send JSON, or a safetensors file with Content-Type: application/x-safetensors"
    case .messagePack:
      "this is MessagePack: send JSON, or a safetensors file with Content-Type: application/x-safetensors"
    case .gzip: "this is gzip data: send it with Content-Encoding: gzip"
    case .zstd: "this is Zstandard data: send it with Content-Encoding: zstd"
    case .hdf5: "this is an HDF5 file: send JSON, or a safetensors file with Content-Type: application/x-safetensors"
    case .picture: "this is a picture: operations take the numbers that a network made of it"
    }
  }

  private func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
    switch self {
    case .safetensors: Self.isSafetensors(bytes)
    case .numpy: bytes.starts(with: [0x93] + Array("NUMPY".utf8))
    case .zip: bytes.starts(with: Array("PK".utf8) + [3, 4])
    // The opcode PROTO with the protocols in use.
    case .pickle: bytes.count > 1 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
    // RFC 8949 §3.4.6 — self-described CBOR; §3.1 — a map is major type 5.
    case .cbor: bytes.starts(with: [0xD9, 0xD9, 0xF7]) || bytes.first.map { (0xA0...0xBF).contains($0) } ?? false
    // fixmap, map 16, map 32.
    case .messagePack: bytes.first.map { (0x81...0x8F).contains($0) || $0 == 0xDE || $0 == 0xDF } ?? false
    case .gzip: bytes.starts(with: [0x1F, 0x8B])
    case .zstd: bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    case .hdf5: bytes.starts(with: [0x89] + Array("HDF\r\n".utf8))
    case .picture: bytes.starts(with: [0x89] + Array("PNG".utf8)) || bytes.starts(with: [0xFF, 0xD8, 0xFF])
    }
  }

  /// The opcodes PROTO 4 or 5 and FRAME, in which Python writes all but the smallest pickles.
  private static func isFramedPickle(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 11 && bytes[0] == 0x80 && (4...5).contains(bytes[1]) && bytes[2] == 0x95
      && bytes[8] != UInt8(ascii: "{")
  }

  /// Eight bytes with the length of a header, which begins with `{`.
  private static func isSafetensors(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else { return false }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    return length > 1 && length <= UInt64(bytes.count - 8)
  }
}

extension Problem {
  /// Why a body is not the JSON that it should be; of a well-known format, what it is and what to send instead.
  init(_ error: JSONError, in body: ByteBuffer) {
    guard error.kind == .syntax, let format = ForeignFormat(ByteSlice(body)) else {
      self.init(error)
      return
    }
    self.init(.invalidJSON, "the body is not JSON: \(format.remedy)")
  }
}
