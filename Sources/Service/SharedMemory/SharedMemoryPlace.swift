import HTTPMessages
import JSON
import Operations

/// A stretch of a registered region, as a tensor's `parameters` name it.
struct SharedMemoryPlace: Sendable {
  let region: SharedMemoryRegion
  let name: String
  let offset: Int
  let byteSize: Int
  /// Where the request names it.
  let pointer: String

  /// The place, or `nil` if the parameters name none.
  init?(_ parameters: JSONObject, at place: String, _ regions: SharedMemoryRegions?) throws(Problem) {
    guard let value = parameters["shared_memory_region"] else { return nil }
    pointer = place + "/shared_memory_region"
    guard case .string(let name) = value else { throw Problem(.wrongType, at: pointer, "a region's name is a string") }
    guard let regions else { throw Problem(.conflictingFields, at: pointer, SharedMemoryEndpoints.off) }
    self.name = name
    region = try regions.region(name, at: pointer)
    byteSize = try Self.whole(parameters, "shared_memory_byte_size", at: place, otherwise: nil)
    offset = try Self.whole(parameters, "shared_memory_offset", at: place, otherwise: 0)
    let (end, overflow) = offset.addingReportingOverflow(byteSize)
    guard !overflow, end <= region.byteSize else {
      throw Problem(
        .outOfRange, at: place + "/shared_memory_byte_size",
        "Invalid offset + byte size for shared memory region: '\(name)' has \(region.byteSize) bytes, "
          + "\(byteSize) from \(offset) are wanted")
    }
  }

  /// A copy of what lies there; `nil` if the object does not hold it any more, or there is no memory.
  func copy(asFloats: Bool) -> SharedMemoryRegion.Copy? {
    region.read(from: offset, count: byteSize, asFloats: asFloats)
  }

  private static func whole(_ parameters: JSONObject, _ name: String, at place: String, otherwise: Int?)
    throws(Problem) -> Int
  {
    guard let value = parameters[name] else {
      if let otherwise { return otherwise }
      throw Problem(.missingField, at: "\(place)/\(name)", "\(name) is missing")
    }
    guard let number = value.number, let whole = Int(exactly: number), whole >= 0 else {
      throw Problem(.wrongType, at: "\(place)/\(name)", "\(name) is a whole number ≥ 0")
    }
    return whole
  }
}
