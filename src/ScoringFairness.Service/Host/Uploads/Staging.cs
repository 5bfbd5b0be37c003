using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>Rows on their way into the temporary table <c>incoming</c>: good ones with their values, bad ones with their error.</summary>
internal sealed class Staging(BinaryCopy copy, int columns)
{
    private const int OwnColumns = 4;

    /// <summary>Rows staged, good and bad.</summary>
    public long Received { get; private set; }

    /// <summary>Bad rows staged.</summary>
    public long Rejected { get; private set; }

    /// <summary>The definition of the table.</summary>
    public static string Create(IUpload upload) =>
        $"""
        create temporary table incoming (
          row_no integer not null, error_field text, error_code text, error_message text, {string.Join(", ", upload.StagedColumns)}) on commit drop
        """;

    /// <summary>The statement that fills the table.</summary>
    public const string Copy = "copy incoming from stdin (format binary)";

    /// <summary>Begins a good row; its columns must follow.</summary>
    public BinaryCopy Row(int number)
    {
        Received++;
        copy.Row(OwnColumns + columns);
        copy.Integer(number);
        copy.Null();
        copy.Null();
        copy.Null();
        return copy;
    }

    /// <summary>Stages a bad row.</summary>
    /// <exception cref="BrokenInputException">There are so many that reading on tells nothing.</exception>
    public void Refuse(RowError error)
    {
        Received++;
        Write(error);
        if (Rejected >= RowLimits.Errors)
        {
            throw new BrokenInputException(new RowError(error.Row, null, "tooManyErrors",
                $"There are {Rejected} bad rows up to here; correct those first."));
        }
    }

    /// <summary>Stages what ends the upload.</summary>
    public void Break(RowError error)
    {
        Received = Math.Max(Received, error.Row);
        Write(error);
    }

    private void Write(RowError error)
    {
        Rejected++;
        copy.Row(OwnColumns + columns);
        copy.Integer(error.Row);
        copy.Text(error.Field);
        copy.Text(error.Code);
        copy.Text(error.Message);
        for (var column = 0; column < columns; column++)
        {
            copy.Null();
        }
    }
}
