import DetectionCore
import HTTPMessages
import JSON
import Operations

/// Pictures in JSON: base64 text, a list of such, or pixels (H, W, 3).
enum NetworkImages {
  static func pictures(_ value: JSONValue, at place: String) throws(Problem) -> [NetworkContent.Picture] {
    switch value {
    case .string(let text): return [(.file(try file(text, at: place)), place)]
    case .numbers(let tensor): return [(.pixels(.float64(tensor)), place)]
    case .object(let object): return [(.pixels(.float64(try tensor(object, at: place))), place)]
    case .array(let items):
      guard items.count <= NetworkCall.mostPictures else {
        throw Problem(
          .outOfRange, at: place, "a request has at most \(NetworkCall.mostPictures) pictures, not \(items.count)")
      }
      var pictures: [NetworkContent.Picture] = []
      for (number, item) in items.enumerated() {
        guard case .string(let text) = item else {
          throw Problem(
            .wrongType, at: "\(place)/\(number)", "expected the base64 text of a picture's file, found \(item.kindName)"
          )
        }
        pictures.append((.file(try file(text, at: "\(place)/\(number)")), "\(place)/\(number)"))
      }
      return pictures
    case .null: return []
    default:
      throw Problem(
        .wrongType, at: place, "expected base64 text, a list of such, or pixels (H, W, 3), found \(value.kindName)")
    }
  }

  /// A file in base64, which a data URL may announce.
  private static func file(_ text: String, at place: String) throws(Problem) -> ByteSlice {
    let start =
      text.hasPrefix("data:") ? text.utf8.firstIndex(of: UInt8(ascii: ",")).map { text.utf8.index(after: $0) } : nil
    guard let bytes = Base64.decoded(text.utf8[(start ?? text.utf8.startIndex)...]) else {
      throw Problem(.wrongType, at: place, "expected the base64 text of a picture's file (RFC 4648 §4)")
    }
    return ByteSlice(bytes)
  }

  private static func tensor(_ object: JSONObject, at place: String) throws(Problem) -> Tensor<Double> {
    guard object.count == 2, case .numbers(let data)? = object["data"], let shape = object["shape"] else {
      throw Problem(.wrongType, at: place, "pixels are an object with shape and data, or nested arrays")
    }
    guard let tensor = data.reshaped(try Shape(reading: shape, at: place + "/shape")) else {
      throw Problem(.shapeMismatch, at: place + "/data", "the data are not as many as the shape says")
    }
    return tensor
  }
}
