using System.Buffers.Binary;
using System.Text;
using ScoringFairness.Scoring.Bert.Checkpoints;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Values_are_read_in_their_order()
    {
        Write(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""",
            [1f, 2f, 3f]);
        using var file = SafetensorsFile.Open(_path);
        Assert.Equal(["b", "a"], file.Entries.Select(e => e.Name));
        var values = new float[2];
        file.Read(file.Entries[0], values);
        Assert.Equal([2f, 3f], values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "has 8 bytes where F32 [3] needs 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "4 bytes at its end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""", "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,12]}}""", "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "has -12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,12]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", "impossible shape")]
    [InlineData("""{"a":{"dtype":"Q8","shape":[12],"data_offsets":[0,12]}}""", "unknown type Q8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3]}}""", "not a safetensors header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "twice")]
    [InlineData("""{"a":7}""", "not a safetensors header")]
    [InlineData("""[1,2]""", "not a safetensors header")]
    [InlineData("""{"a":""", "not a safetensors header")]
    public void A_header_that_does_not_fit_its_file_is_refused(string header, string problem)
    {
        Write(header, [1f, 2f, 3f]);
        var exception = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(_path), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001UL)]
    [InlineData(20UL)]
    public void A_header_longer_than_the_file_costs_no_memory(ulong length)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_without_a_header_is_refused(int length)
    {
        File.WriteAllBytes(_path, new byte[length]);
        Assert.Contains("too short", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private void Write(string header, float[] data)
    {
        using var stream = File.Create(_path);
        using var writer = new BinaryWriter(stream);
        var json = Encoding.UTF8.GetBytes(header);
        writer.Write((ulong)json.Length);
        writer.Write(json);
        foreach (var value in data) writer.Write(value);
    }
}
