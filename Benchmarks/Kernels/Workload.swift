import DetectionCore

/// Work of one kind and size, ready to run: its inputs are made, and what is timed is `run` alone.
struct Workload {
  /// What the work is done on, for peers to do the same.
  let inputs: [NamedArray]
  /// Does the work once. The answer's arrays are only made when asked for.
  let run: () throws -> () -> [NamedArray]
}

/// A kind of work, by name.
struct Kind: Sendable {
  let name: String
  /// The sizes it is timed at unasked.
  let sizes: [Int]
  let prepare: @Sendable (_ size: Int) throws -> Workload
}

/// All kinds.
let kinds =
  [focal, ciou, pairwise, retinaNet, retinaNetSift, retinaNetMaps, json, foundationJSON, memoryCopy]
  + [nmsSpread, nmsDense, batchedNMS, anchorsMatch, rotatedIoU, request, jsonService, binaryService, networkForward]

/// An array as a file: raw little-endian elements.
struct NamedArray {
  let name: String
  /// `f32`, `f64`, `i64` or `u8`.
  let type: String
  let shape: [Int]
  let write: (_ path: String) throws -> Void

  init<Element: BitwiseCopyable & Sendable>(_ name: String, _ tensor: Tensor<Element>) {
    self.name = name
    type = Self.typeName(Element.self)
    shape = tensor.shape.extents
    write = { path in try tensor.withElements { try writeFile(path, UnsafeRawBufferPointer($0)) } }
  }

  init<Element: BitwiseCopyable & Sendable>(_ name: String, _ elements: [Element]) {
    self.init(name, Tensor(elements))
  }

  private static func typeName<Element>(_ type: Element.Type) -> String {
    switch type {
    case is Float.Type: "f32"
    case is Double.Type: "f64"
    case is Int.Type: "i64"
    case is UInt8.Type: "u8"
    default: preconditionFailure("no arrays of \(type)")
    }
  }
}
