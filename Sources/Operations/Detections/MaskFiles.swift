import DetectionCore
import HTTPMessages
import Pictures

/// The masks of a request as PNG files, within what an answer may cost.
struct MaskFiles {
  /// Bytes of bits per element that an answer may hold: 2¹⁸ pictures' rows of 8,192 pixels where it may hold 2²⁴.
  private static let bytesPerElement = 16

  private let limits: Limits
  private var memory: BitPictureMemory?
  private var reserved = 0

  init(_ limits: Limits) { self.limits = limits }

  /// Throws unless the files of so many masks for each picture may be made in all.
  func check<S>(_ pictures: [(masks: PrototypeMasks<S>, count: Int)]) throws(Problem) {
    let limit = limits.answerElements.multipliedReportingOverflow(by: Self.bytesPerElement)
    let room = limit.overflow ? .max : limit.partialValue
    var left = room
    for (masks, count) in pictures {
      let (size, overflow) = BitPictureMemory.size(height: masks.height, width: masks.width)
        .multipliedReportingOverflow(by: count)
      guard !overflow, size <= left else {
        throw Problem(
          .answerTooLarge, at: "/mask_format",
          "the masks' files would be of more than \(room) bytes before compression; ask for fewer by score_threshold or "
            + "max_detections, or for mask_format \"rle\"")
      }
      left -= size
    }
  }

  /// Files in base64. Memory is reserved before it is taken.
  mutating func texts(of masks: [RunLengthMask]) throws -> [String] {
    let memory = try memory(forBits: masks.map(BitPictureMemory.size).max() ?? 0)
    return try masks.map { mask in
      let file = try png(of: mask, memory)
      guard limits.reserve(file.count / 3 * 4 + 4) else { throw Problem.noMemory(for: "the masks") }
      return Base64.text(of: file)
    }
  }

  private mutating func memory(forBits bits: Int) throws -> BitPictureMemory {
    if let memory, bits <= reserved { return memory }
    guard limits.reserve(BitPictureMemory.size(forBits: bits)) else { throw Problem.noMemory(for: "the masks") }
    do {
      let fresh = try BitPictureMemory(bits: bits)
      (memory, reserved) = (fresh, bits)
      return fresh
    } catch { throw Problem.noMemory(for: "the masks") }
  }

  private func png(of mask: RunLengthMask, _ memory: BitPictureMemory) throws -> UnsafeRawBufferPointer {
    do throws(PictureError) {
      return try memory.png(of: mask, deadline: limits.deadline)
    } catch {
      if error.kind == .deadlineExceeded { throw DetectionError.deadlineExceeded }
      throw Problem.noMemory(for: "the masks")
    }
  }
}
