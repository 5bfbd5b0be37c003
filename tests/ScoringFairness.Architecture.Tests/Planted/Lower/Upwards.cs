using ScoringFairness.Architecture.Tests.Planted.Upper;

namespace ScoringFairness.Architecture.Tests.Planted.Lower;

// Each stands below and refers up, in one way.

internal sealed class InField
{
    private Above? _above = new();

    public bool Forget() => Interlocked.Exchange(ref _above, null) is not null;
}

internal interface ITakes
{
    void Take(Above[] above);
}

internal static class InBody
{
    public static object Make() => new Above();
}

internal static class InLambda
{
    public static Func<int, object> Make() => value => new Above { Value = value };
}

internal static class InAsynchronousMethod
{
    public static async Task<object> MakeAsync()
    {
        await Task.Yield();
        return new Above();
    }
}

[System.ComponentModel.TypeConverter(typeof(Above))]
internal sealed class InAttribute;

internal sealed class InGenericArgument : List<Dictionary<string, Above>>;

internal static class InGenericMethod
{
    public static Type Named() => Array.Empty<Above>().GetType();
}

internal static class InPattern
{
    public static bool Fits(object value) => value is Above;
}
