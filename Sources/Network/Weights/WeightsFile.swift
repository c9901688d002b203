import DetectionCore
import Files
import HTTPMessages

/// A safetensors file of weights, mapped: its tensors are read where they lie, and its pages are the system's to take back.
final class WeightsFile: Sendable {
  let path: String
  /// The texts under `__metadata__`.
  let metadata: [String: String]
  /// The tensors, by name.
  let entries: [String: SafetensorsEntry]
  private let file: WatchedFile
  private let dataStart: Int

  /// As many tensors as no network has: their descriptions are read before the architecture is known.
  private static let mostEntries = 100_000

  init(_ path: String) throws(NetworkError) {
    self.path = path
    let file: WatchedFile
    do throws(SystemError) {
      file = try WatchedFile(path)
    } catch {
      throw NetworkError(.unreadable, "\(error)").of(path)
    }
    do throws(SafetensorsError) {
      let header = try SafetensorsHeader(ByteSlice(file.content), mostEntries: Self.mostEntries)
      entries = Dictionary(header.entries.map { ($0.name, $0) }) { first, _ in first }
      metadata = Dictionary(header.metadata.map { ($0.key, $0.text) }) { first, _ in first }
      dataStart = header.dataStart
    } catch {
      throw NetworkError(.invalid, error.detail).of(path)
    }
    self.file = file
  }

  /// The first of some names that the file has.
  func name(among names: [String]) -> String? { names.first { entries[$0] != nil } }

  /// A tensor's entry. `names`: by which it may go. Throws if there is none, or one of another shape.
  private func entry(_ names: [String], _ extents: [Int]) throws(NetworkError) -> SafetensorsEntry {
    guard let name = name(among: names), let entry = entries[name] else {
      throw NetworkError(
        .invalid, "the tensor \(names.first ?? "") is missing: expected \(Self.words(extents))"
      ).of(path)
    }
    guard entry.shape.extents == extents else {
      throw NetworkError(
        .invalid, "the tensor \(name): expected \(Self.words(extents)), found \(entry.shape)"
      ).of(path)
    }
    return entry
  }

  /// A tensor's numbers, as float32, all finite: where they lie, if they are such. `names`: by which it may go.
  ///
  /// `checkWhole` says afterwards whether what was read was the file.
  func tensor(_ names: [String], _ extents: [Int]) throws(NetworkError) -> Tensor<Float> {
    let entry = try entry(names, extents)
    let start = dataStart + entry.range.lowerBound
    let bytes = UnsafeRawBufferPointer(rebasing: file.content.bytes[start..<start + entry.range.count])
    guard let tensor = borrowed(entry, bytes) ?? entry.type.numbers(bytes, entry.shape) else {
      throw NetworkError(
        .invalid, "the tensor \(entry.name): expected floating-point numbers, found \(entry.type.rawValue)"
      ).of(path)
    }
    if let place = tensor.firstNotFinite {
      try checkWhole()
      throw NetworkError(.invalid, "the tensor \(entry.name): expected finite numbers, found \(tensor[place])").of(path)
    }
    return tensor
  }

  /// Float32, aligned, on a little-endian machine.
  private func borrowed(_ entry: SafetensorsEntry, _ bytes: UnsafeRawBufferPointer) -> Tensor<Float>? {
    guard entry.type == .float32, 1.littleEndian == 1, let start = bytes.baseAddress,
      Int(bitPattern: start).isMultiple(of: MemoryLayout<Float>.alignment)
    else { return nil }
    return Tensor(shape: entry.shape, borrowing: start.assumingMemoryBound(to: Float.self), owner: file)
  }

  /// Throws if the file is another than when it was opened.
  func checkWhole() throws(NetworkError) {
    guard file.isWhole else {
      throw NetworkError(.unreadable, "the file has changed since it was opened").of(path)
    }
  }

  /// Lets the system take the file's pages back, after all that is needed of it has been read.
  func rest() { file.rest() }

  private static func words(_ extents: [Int]) -> String {
    Shape(extents)?.description ?? "a shape that can be counted"
  }
}
