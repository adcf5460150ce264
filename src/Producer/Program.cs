using FrameRing.CommandLine;
using FrameRing.Producer;

return ToolRunner.Run(ProducerCommand.Create(), args, "producer");
