import XCTest

@testable import Network

final class MapMemoryTests: XCTestCase {
  func testOffsets_KeepMapsOfOneTimeApart() throws {
    var state: UInt64 = 5
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for _ in 0..<200 {
      let maps = (0..<1 + next(30)).map { _ in
        let first = next(40)
        return MapMemory.Lifetime(size: 1 + next(1000), first: first, last: first + next(10))
      }
      let memory = try MapMemory(maps)
      for (index, map) in maps.enumerated() {
        let place = memory.offsets[index]..<memory.offsets[index] + map.size
        XCTAssertTrue(place.lowerBound.isMultiple(of: 64))
        XCTAssertLessThanOrEqual(place.upperBound, memory.size)
        for (other, its) in maps.enumerated()
        where other != index && its.first <= map.last && map.first <= its.last {
          XCTAssertFalse(place.overlaps(memory.offsets[other]..<memory.offsets[other] + its.size))
        }
      }
    }
  }

  func testOffsets_ShareTheMemoryOfMapsThatFollowEachOther() throws {
    let chain = (0..<10).map { MapMemory.Lifetime(size: 640, first: $0, last: $0 + 1) }
    XCTAssertEqual(try MapMemory(chain).size, 1280)
  }
}
