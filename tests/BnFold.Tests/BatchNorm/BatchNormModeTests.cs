using BnFold.BatchNorm;
using Xunit;

namespace BnFold.Tests.BatchNorm;

public sealed class BatchNormModeTests
{
    [Theory]
    [InlineData(1, null, true)]
    [InlineData(1, 0L, true)]
    [InlineData(1, 1L, false)]
    [InlineData(5, 1L, false)]
    [InlineData(6, null, true)]
    [InlineData(6, -1L, false)]
    public void Asks_is_test_before_opset_7(long opset, long? isTest, bool training)
    {
        Assert.Equal(training, new BatchNormMode(opset, IsTest: isTest, TrainingMode: null, OutputsAfterY: 0).IsTraining);
        Assert.Equal(training, new BatchNormMode(opset, IsTest: isTest, TrainingMode: 1, OutputsAfterY: 4).IsTraining);
    }

    [Theory]
    [InlineData(7, 0, false)]
    [InlineData(7, 4, true)]
    [InlineData(9, 0, false)]
    [InlineData(9, 1, true)]
    [InlineData(13, 0, false)]
    [InlineData(13, 2, true)]
    public void Asks_for_named_outputs_from_opset_7_to_13(long opset, int outputsAfterY, bool training)
    {
        Assert.Equal(training, new BatchNormMode(opset, IsTest: null, TrainingMode: null, OutputsAfterY: outputsAfterY).IsTraining);
        Assert.Equal(training, new BatchNormMode(opset, IsTest: training ? 1 : 0, TrainingMode: training ? 0 : 1, outputsAfterY).IsTraining);
    }

    [Theory]
    [InlineData(14, null, false)]
    [InlineData(14, 0L, false)]
    [InlineData(14, 1L, true)]
    [InlineData(15, 1L, true)]
    [InlineData(26, null, false)]
    public void Asks_training_mode_from_opset_14(long opset, long? trainingMode, bool training)
    {
        Assert.Equal(training, new BatchNormMode(opset, IsTest: null, TrainingMode: trainingMode, OutputsAfterY: 0).IsTraining);
        Assert.Equal(training, new BatchNormMode(opset, IsTest: training ? 1 : 0, TrainingMode: trainingMode, OutputsAfterY: 2).IsTraining);
    }

    [Theory]
    [InlineData(6, null, 0, "training mode: in opset 6 is_test decides; found none, so 0")]
    [InlineData(1, 1L, 0, "inference mode: in opset 1 is_test decides; found 1")]
    [InlineData(9, null, 4, "training mode: in opset 9 a named output after Y means training; found 4")]
    [InlineData(13, null, 0, "inference mode: in opset 13 a named output after Y means training; found none")]
    public void Says_which_rule_decided(long opset, long? isTest, int outputsAfterY, string because) =>
        Assert.Equal(because, new BatchNormMode(opset, IsTest: isTest, TrainingMode: null, OutputsAfterY: outputsAfterY).Because);

    [Theory]
    [InlineData(null, "inference mode: in opset 15 training_mode decides; found none, so 0")]
    [InlineData(1L, "training mode: in opset 15 training_mode decides; found 1")]
    public void Says_that_training_mode_decided(long? trainingMode, string because) =>
        Assert.Equal(because, new BatchNormMode(15, IsTest: null, TrainingMode: trainingMode, OutputsAfterY: 2).Because);
}
