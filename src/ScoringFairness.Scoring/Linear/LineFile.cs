namespace ScoringFairness.Scoring.Linear;

/// <summary>Numbers of a file that somebody may have changed: nothing is allocated that the file is too short for.</summary>
internal static class LineFile
{
    /// <summary>Reads how many things follow.</summary>
    /// <exception cref="InvalidDataException">The file is too short for as many.</exception>
    public static int ReadCount(this BinaryReader file, int bytesOfOne)
    {
        var count = file.ReadInt32();
        var left = file.BaseStream.Length - file.BaseStream.Position;
        return count >= 0 && (long)count * bytesOfOne <= left ? count : throw new InvalidDataException($"it claims {count} things in {left} bytes");
    }

    /// <summary>Reads numbers.</summary>
    /// <exception cref="InvalidDataException">One is no number, or the file is too short.</exception>
    public static float[] ReadFloats(this BinaryReader file, int count)
    {
        if ((long)count * sizeof(float) > file.BaseStream.Length - file.BaseStream.Position) throw new InvalidDataException("it is cut off");
        var values = new float[count];
        for (var at = 0; at < count; at++)
        {
            values[at] = file.ReadSingle();
            if (!float.IsFinite(values[at])) throw new InvalidDataException("it holds what is no number");
        }
        return values;
    }
}
