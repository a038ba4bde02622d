namespace BnFold.BatchNorm;

/// <summary>
/// A running sum whose error hardly grows with the number of terms: what each addition rounds away is collected apart.
/// A. Neumaier, <i>Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen</i>, ZAMM 54 (1974), method IV.
/// </summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _lost;

    public void Add(double term)
    {
        var sum = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }

    // Once the sum is infinite, what was lost is Inf − Inf: the plain sum is the IEEE answer.
    public readonly double Value => double.IsFinite(_sum) ? _sum + _lost : _sum;
}
