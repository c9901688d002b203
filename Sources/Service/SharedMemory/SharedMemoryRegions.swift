import HTTPMessages
import Operations

/// The regions that clients have registered, by name.
final class SharedMemoryRegions: Sendable {
  /// Regions at the most: each holds a file descriptor.
  static let limit = 256

  private let regions = Lock<[String: SharedMemoryRegion]>([:])

  func register(_ name: String, _ region: SharedMemoryRegion) throws(Problem) {
    let problem: Problem? = regions.withLock { regions in
      if regions[name] != nil {
        return Problem(.conflictingFields, "shared memory region '\(name)' already in manager: unregister it first")
      }
      if regions.count >= Self.limit {
        return Problem(.answerTooLarge, "there are \(Self.limit) regions, the limit; unregister some first")
      }
      regions[name] = region
      return nil
    }
    if let problem { throw problem }
  }

  /// Forgets a region, or all; requests that are under way keep theirs. Forgetting an unknown one is no error.
  func unregister(_ name: String?) {
    regions.withLock { regions in
      if let name { regions[name] = nil } else { regions = [:] }
    }
  }

  /// A region, or the protocol's error.
  func region(_ name: String, at place: String = "") throws(Problem) -> SharedMemoryRegion {
    guard let region = regions.withLock({ $0[name] }) else {
      throw Problem(.outOfRange, at: place, "Unable to find shared memory region: '\(name)'")
    }
    return region
  }

  /// All regions, by name.
  var all: [(name: String, region: SharedMemoryRegion)] {
    regions.withLock { $0.map { ($0.key, $0.value) } }.sorted { $0.0 < $1.0 }
  }
}
