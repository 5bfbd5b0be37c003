using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Win32.SafeHandles;
using ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Packages;

/// <summary>Manifest resources of an assembly that is read as a file: it is not loaded, and none of its code runs.</summary>
/// <remarks>ECMA-335, II.24.2.2 and II.22.24: in the directory of resources each one is four bytes of length and its content.</remarks>
internal static class AssemblyResource
{
    /// <summary>Where a resource's content lies in the assembly's file.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="file">It, open; the region is of this.</param>
    /// <param name="resource">The resource's name.</param>
    /// <exception cref="FormatException">It is no assembly, or has no such resource.</exception>
    public static FileRegion Find(string path, SafeFileHandle file, string resource)
    {
        try
        {
            using var assembly = new PEReader(File.OpenRead(path));
            var directory = assembly.PEHeaders.CorHeader?.ResourcesDirectory ?? throw new FormatException("it is not an assembly");
            if (!assembly.PEHeaders.TryGetDirectoryOffset(directory, out var resources)) throw new FormatException("it has no resources");
            var metadata = assembly.GetMetadataReader();
            foreach (var one in metadata.ManifestResources.Select(metadata.GetManifestResource))
            {
                if (!one.Implementation.IsNil || metadata.GetString(one.Name) != resource) continue;
                return Content(file, resources, directory.Size, one.Offset);
            }
            throw new FormatException($"it has no resource {resource}");
        }
        catch (BadImageFormatException exception)
        {
            throw new FormatException("it is not an assembly", exception);
        }
    }

    private static FileRegion Content(SafeFileHandle file, long resources, long size, long offset)
    {
        Span<byte> prefix = stackalloc byte[sizeof(uint)];
        if (offset < 0 || offset > size - sizeof(uint)) throw new FormatException("a resource of it lies outside its resources");
        TensorBytes.ReadExactly(file, prefix, resources + offset);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        var begin = resources + offset + sizeof(uint);
        return length <= size - offset - sizeof(uint) && begin + length <= RandomAccess.GetLength(file)
            ? new(file, begin, length)
            : throw new FormatException("a resource of it reaches beyond its resources");
    }
}
